using System.Security.Cryptography;

namespace Pipeline.Storage;

/// <summary>Objects as files under a root folder.</summary>
/// <remarks>
/// A new object is written beside its place, made durable, then given its name by <c>link(2)</c>, which has one winner.
/// An object is replaced under a lock that the kernel drops with its holder, by a rename that readers see whole.
/// A task completes when its effect is durable: start it, do other work, await it to overlap the wait for the disk.
/// </remarks>
public sealed class FolderObjectStore : IObjectStore
{
    private readonly string _root;
    private readonly FolderScratch _scratch;
    private readonly FolderListing _listing;

    /// <param name="root">The folder; it is created by the first write.</param>
    public FolderObjectStore(string root)
    {
        _root = Path.TrimEndingDirectorySeparator(Path.GetFullPath(root));
        _scratch = new FolderScratch(_root);
        _listing = new FolderListing(_root);
    }

    public IAsyncEnumerable<StoredObject> ListAsync(string prefix, CancellationToken cancellationToken)
    {
        ObjectPath.CheckPrefix(prefix);
        return _listing.Walk(prefix, cancellationToken).ToAsyncEnumerable();
    }

    public Task<Stream> OpenReadAsync(string path, CancellationToken cancellationToken)
    {
        var file = FileOf(path);
        try
        {
            return Task.FromResult<Stream>(OpenRead(file));
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new ObjectNotFoundException($"no object is called '{path}' in '{_root}'", e);
        }
        catch (Exception e) when (IsFailure(e))
        {
            throw Failure("read", path, e);
        }
    }

    public async Task<VersionedContent?> TryReadAsync(string path, CancellationToken cancellationToken)
    {
        var file = FileOf(path);
        try
        {
            var stream = OpenRead(file);
            await using (stream.ConfigureAwait(false))
            {
                var content = new byte[stream.Length];
                await stream.ReadExactlyAsync(content, cancellationToken).ConfigureAwait(false);
                return new VersionedContent(content, VersionOf(content));
            }
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (Exception e) when (IsFailure(e))
        {
            throw Failure("read", path, e);
        }
    }

    public async Task<bool> TryCreateAsync(string path, Func<Stream, CancellationToken, Task> write, CancellationToken cancellationToken)
    {
        var file = FileOf(path);
        if (File.Exists(file)) { return false; }
        try
        {
            var unfinished = await _scratch.WriteAsync(write, isReadSoon: !ObjectPath.IsRaw(path), cancellationToken).ConfigureAwait(false);
            try
            {
                DurableFiles.CreateFolder(Path.GetDirectoryName(file)!);
                if (!DurableFiles.TryPublish(unfinished, file)) { return false; }
                DurableFiles.Flush(Path.GetDirectoryName(file)!);
                return true;
            }
            finally
            {
                File.Delete(unfinished);
            }
        }
        catch (Exception e) when (IsFailure(e))
        {
            throw Failure("create", path, e);
        }
    }

    public async Task<bool> TryReplaceAsync(string path, ReadOnlyMemory<byte> content, ObjectVersion? expected, CancellationToken cancellationToken)
    {
        Task Write(Stream stream, CancellationToken token) => stream.WriteAsync(content, token).AsTask();
        if (expected is null) { return await TryCreateAsync(path, Write, cancellationToken).ConfigureAwait(false); }

        var file = FileOf(path);
        try
        {
            using var hold = await _scratch.LockAsync(cancellationToken).ConfigureAwait(false);
            var current = await TryReadAsync(path, cancellationToken).ConfigureAwait(false);
            if (current?.Version != expected) { return false; }

            var unfinished = await _scratch.WriteAsync(Write, isReadSoon: true, cancellationToken).ConfigureAwait(false);
            try
            {
                File.Move(unfinished, file, overwrite: true);
            }
            finally
            {
                File.Delete(unfinished);
            }

            DurableFiles.Flush(Path.GetDirectoryName(file)!);
            return true;
        }
        catch (Exception e) when (IsFailure(e))
        {
            throw Failure("replace", path, e);
        }
    }

    public async Task DeleteAsync(string path, CancellationToken cancellationToken)
    {
        var file = FileOf(path);
        if (!File.Exists(file)) { return; }
        try
        {
            // Under the lock, or a replacement that has just compared versions would bring the object back.
            using var hold = await _scratch.LockAsync(cancellationToken).ConfigureAwait(false);
            File.Delete(file);
        }
        catch (Exception e) when (IsFailure(e))
        {
            throw Failure("delete", path, e);
        }
    }

    /// <summary>The version is the content: unlike a file's time, length or inode it cannot miss a change; bytes that came back are the same version.</summary>
    private static ObjectVersion VersionOf(byte[] content) => new(Convert.ToHexStringLower(SHA256.HashData(content)));

    private static FileStream OpenRead(string file) =>
        new(file, new FileStreamOptions { Access = FileAccess.Read, Share = FileShare.ReadWrite | FileShare.Delete, BufferSize = 0 });

    private static bool IsFailure(Exception e) => e is UnauthorizedAccessException or (IOException and not StorageException);

    private StorageException Failure(string action, string path, Exception e) =>
        new($"cannot {action} '{path}' in '{_root}': {e.Message}", e);

    private string FileOf(string path)
    {
        ObjectPath.Check(path);
        return Path.Join(_root, path);
    }
}
