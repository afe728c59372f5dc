namespace Pipeline.Storage;

/// <summary>The hidden area of a <see cref="FolderObjectStore"/>: writes under way, and the lock of replacements.</summary>
internal sealed class FolderScratch(string root)
{
    private static readonly TimeSpan LeftOverAge = TimeSpan.FromDays(1);
    private static readonly TimeSpan LockPause = TimeSpan.FromMilliseconds(5);
    private const int LockPauses = 6_000;
    private const string LockName = "replace.lock";

    private readonly string _folder = Path.Join(root, ObjectPath.Reserved);
    private int _isSwept;

    /// <summary>Writes a file that only the caller knows, and makes its bytes durable.</summary>
    /// <param name="write">Writes the bytes.</param>
    /// <param name="isReadSoon">Whether they should stay in memory.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The file; the caller gives it a name or deletes it.</returns>
    public async Task<string> WriteAsync(Func<Stream, CancellationToken, Task> write, bool isReadSoon, CancellationToken cancellationToken)
    {
        DurableFiles.CreateFolder(_folder);
        var file = Path.Join(_folder, Path.GetRandomFileName());
        var isFinished = false;
        try
        {
            Stream stream = isReadSoon ? NewFile(file) : UncachedFile.TryCreate(file) ?? (Stream)NewFile(file);
            await using (stream.ConfigureAwait(false))
            {
                if (Interlocked.Exchange(ref _isSwept, 1) == 0) { Sweep(File.GetLastWriteTimeUtc(file)); }
                await write(stream, cancellationToken).ConfigureAwait(false);
                await Task.Run(() => MakeDurable(stream), cancellationToken).ConfigureAwait(false);
            }

            isFinished = true;
            return file;
        }
        finally
        {
            if (!isFinished) { File.Delete(file); }
        }
    }

    private static FileStream NewFile(string file) =>
        new(file, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.Read, BufferSize = 1 << 14 });

    private static void MakeDurable(Stream stream)
    {
        if (stream is UncachedFile uncached) { uncached.Finish(); }
        else { ((FileStream)stream).Flush(flushToDisk: true); }
    }

    /// <summary>Waits to be the only one, of all threads and processes, that replaces or deletes.</summary>
    /// <exception cref="StorageException">Another process held the lock for half a minute.</exception>
    public async Task<IDisposable> LockAsync(CancellationToken cancellationToken)
    {
        DurableFiles.CreateFolder(_folder);

        // The kernel drops this lock when its holder dies, so a killed run never blocks the next one. The file itself stays.
        var options = new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.None, BufferSize = 0 };
        for (var pause = 0; pause < LockPauses; pause++)
        {
            try
            {
                return new FileStream(Path.Join(_folder, LockName), options);
            }
            catch (IOException e) when (IsBusy(e))
            {
                await Task.Delay(LockPause, cancellationToken).ConfigureAwait(false);
            }
        }

        throw new StorageException($"another process has held '{Path.Join(_folder, LockName)}' for {LockPause * LockPauses}; end it, or try again later");
    }

    /// <summary>A lock held elsewhere: EAGAIN on Linux, on macOS, and the sharing violation of Windows.</summary>
    private static bool IsBusy(IOException e) => e.HResult is 11 or 35 or unchecked((int)0x80070020);

    /// <summary>Removes what killed runs left. The disk's own time decides, as a new file shows it: no clock of ours can be wrong.</summary>
    private void Sweep(DateTime now)
    {
        foreach (var file in new DirectoryInfo(_folder).EnumerateFiles())
        {
            if (!string.Equals(file.Name, LockName, StringComparison.Ordinal) && now - file.LastWriteTimeUtc > LeftOverAge) { file.Delete(); }
        }
    }
}
