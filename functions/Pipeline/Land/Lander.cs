using System.Buffers;
using System.IO.Hashing;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Pipeline.Model;
using Pipeline.Storage;

namespace Pipeline.Land;

/// <summary>The landing station: says who a file is by its bytes, and keeps them once, as they are.</summary>
public sealed class Lander(IObjectStore store)
{
    /// <summary>The folder of the raw store for archives, whose members may be of several sources.</summary>
    private const string ArchiveFolder = "archive";

    private const int BufferBytes = 1 << 20;

    // With one, parsing waits for the hash of the largest export while a core has nothing to do.
    private const int FilesAtOnce = 2;

    /// <value>The default is that of <see cref="ArchiveLimits"/>.</value>
    public ArchiveLimits Limits { get; init; } = new();

    /// <summary>The exports in some files, in their order. The next ones are looked at while their predecessor is used.</summary>
    public async IAsyncEnumerable<LandedItem> LookAheadAsync(IEnumerable<LandingFile> files, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var ahead = Channel.CreateBounded<LandedItem>(1);
        var looking = Task.Run(() => LookAsync(files, ahead.Writer, stop.Token), CancellationToken.None);
        try
        {
            await foreach (var item in ahead.Reader.ReadAllAsync(cancellationToken).ConfigureAwait(false)) { yield return item; }
        }
        finally
        {
            await stop.CancelAsync().ConfigureAwait(false);
            await looking.ConfigureAwait(false);
        }
    }

    private async Task LookAsync(IEnumerable<LandingFile> files, ChannelWriter<LandedItem> ahead, CancellationToken cancellationToken)
    {
        var begun = new Queue<Task<List<LandedItem>>>();
        try
        {
            foreach (var file in files)
            {
                if (begun.Count == FilesAtOnce) { await PassOnAsync(await begun.Dequeue().ConfigureAwait(false), ahead, cancellationToken).ConfigureAwait(false); }
                begun.Enqueue(Task.Run(() => LookThroughAsync(file, cancellationToken), cancellationToken));
            }

            while (begun.TryDequeue(out var looked)) { await PassOnAsync(await looked.ConfigureAwait(false), ahead, cancellationToken).ConfigureAwait(false); }
            ahead.Complete();
        }
        catch (Exception error)
        {
            // Who reads from the channel gets it.
            ahead.Complete(error);
        }

        // After a failure or an early end nobody asks what became of the rest, only that it is over.
        foreach (Task left in begun) { await left.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing); }
    }

    private static async Task PassOnAsync(List<LandedItem> items, ChannelWriter<LandedItem> ahead, CancellationToken cancellationToken)
    {
        foreach (var item in items) { await ahead.WriteAsync(item, cancellationToken).ConfigureAwait(false); }
    }

    private async Task<List<LandedItem>> LookThroughAsync(LandingFile file, CancellationToken cancellationToken)
    {
        var items = new List<LandedItem>();
        await foreach (var item in LookAsync(file, cancellationToken).ConfigureAwait(false)) { items.Add(item); }
        return items;
    }

    /// <summary>The exports in a file: itself, or the members of an archive. Nothing is written.</summary>
    public async IAsyncEnumerable<LandedItem> LookAsync(LandingFile file, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var whole = await FingerprintAsync(file, cancellationToken).ConfigureAwait(false);
        var kind = await Archive.KindAsync(file.OpenAsync, cancellationToken).ConfigureAwait(false);
        if (kind == ArchiveKind.None || await Archive.IsWorkbookAsync(file.OpenAsync, kind, cancellationToken).ConfigureAwait(false))
        {
            var export = new LandedExport
            {
                Sha256 = whole.Sha256,
                Name = file.Name,
                Length = whole.Length,
                ModifiedAt = file.ModifiedAt,
                RawPath = "",
                IsUtf8 = whole.IsUtf8,
            };
            yield return new LandedItem(export, file, whole.Sha256, file.OpenAsync) { FileCheck = whole.Check };
            yield break;
        }

        await foreach (var item in new Archive(file, Limits).ItemsAsync(kind, whole, cancellationToken).ConfigureAwait(false)) { yield return item; }
    }

    /// <summary>Where the bytes of an export are kept: under its source and its hash; the name is only for people who look.</summary>
    public static string RawPathOf(LandedItem item, string sourceName) =>
        $"{ObjectPath.Raw}{(item.IsMember ? ArchiveFolder : sourceName)}/{item.FileSha256}/{Sanitise(item.File.Name)}";

    /// <summary>Keeps the bytes of the landed file, once. Completes when they are durable.</summary>
    /// <exception cref="StorageException">Storage failed, or the file changed since it was looked at.</exception>
    public Task KeepAsync(LandedItem item, string rawPath, CancellationToken cancellationToken) =>
        store.TryCreateAsync(rawPath, (target, token) => CopyAsync(item, target, token), cancellationToken);

    private static async Task<Fingerprint> FingerprintAsync(LandingFile file, CancellationToken cancellationToken)
    {
        var stream = await file.OpenAsync(cancellationToken).ConfigureAwait(false);
        await using var closing = stream.ConfigureAwait(false);
        return await Fingerprint.OfAsync(stream, long.MaxValue, cancellationToken).ConfigureAwait(false);
    }

    private static async Task CopyAsync(LandedItem item, Stream target, CancellationToken cancellationToken)
    {
        var source = await item.File.OpenAsync(cancellationToken).ConfigureAwait(false);
        await using var closing = source.ConfigureAwait(false);
        var check = new XxHash128();
        // A target with memory of its own is read into.
        var writer = target as IBufferWriter<byte>;
        var buffer = writer is null ? new byte[BufferBytes] : [];
        while (true)
        {
            var room = writer?.GetMemory() ?? buffer;
            var read = await source.ReadAsync(room[..Math.Min(room.Length, BufferBytes)], cancellationToken).ConfigureAwait(false);
            if (read == 0) { break; }
            check.Append(room.Span[..read]);
            if (writer is null) { await target.WriteAsync(room[..read], cancellationToken).ConfigureAwait(false); }
            else { writer.Advance(read); }
        }

        if (check.GetCurrentHashAsUInt128() != item.FileCheck)
        {
            throw new StorageException($"'{Sanitise(item.File.Name)}' changed while it was read; run again when it is written to its end");
        }
    }

    /// <summary>A name that is safe in every store and log: letters, digits, point, dash and underscore of ASCII, at most 100.</summary>
    private static string Sanitise(string name)
    {
        var last = name[(name.LastIndexOfAny(['/', '\\']) + 1)..];
        var safe = new string([.. last.Take(100).Select(character => char.IsAsciiLetterOrDigit(character) || character is '.' or '-' or '_' ? character : '_')]);
        return safe.Trim('.').Length == 0 ? "file" : safe;
    }
}
