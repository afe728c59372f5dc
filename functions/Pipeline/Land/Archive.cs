using System.Buffers.Binary;
using System.IO.Compression;
using System.Runtime.CompilerServices;
using Pipeline.Model;

namespace Pipeline.Land;

/// <summary>How much an archive may hold.</summary>
public sealed record ArchiveLimits
{
    /// <value>The default is 1,000 members.</value>
    public int Members { get; init; } = 1_000;

    /// <summary>How many bytes a member may unpack to.</summary>
    /// <value>The default is 8 GiB.</value>
    public long MemberBytes { get; init; } = 8L << 30;

    /// <summary>How many times larger than the archive its content may be. Exports of text shrink to a tenth; a bomb to a thousandth.</summary>
    /// <value>The default is 200.</value>
    public int Ratio { get; init; } = 200;
}

/// <summary>Looks into gz and zip files. A workbook is a zip too, and is none for us.</summary>
internal sealed class Archive(LandingFile file, ArchiveLimits limits)
{
    private const int GzMember = 0;

    /// <summary>What a file is, by its first bytes.</summary>
    public static async Task<ArchiveKind> KindAsync(Func<CancellationToken, Task<Stream>> openAsync, CancellationToken cancellationToken)
    {
        var stream = await openAsync(cancellationToken).ConfigureAwait(false);
        await using var closing = stream.ConfigureAwait(false);
        var head = new byte[4];
        var read = await stream.ReadAtLeastAsync(head, head.Length, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
        return head.AsSpan(0, read) switch
        {
            [0x1F, 0x8B, ..] => ArchiveKind.Gz,
            [(byte)'P', (byte)'K', 3 or 5, 4 or 6] => ArchiveKind.Zip,
            _ => ArchiveKind.None,
        };
    }

    /// <summary>The exports in the archive; or one item that says why there are none.</summary>
    public async IAsyncEnumerable<LandedItem> ItemsAsync(
        ArchiveKind kind, Fingerprint whole, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (kind == ArchiveKind.Gz)
        {
            var name = file.Name.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? file.Name[..^3] : file.Name;
            var item = await ItemAsync(name, GzMember, whole, OpenGzAsync, cancellationToken).ConfigureAwait(false);
            var isWhole = item.RefusalCode is not null || await IsWholeGzAsync(item.Export.Length, cancellationToken).ConfigureAwait(false);
            yield return isWhole ? item : Refused(name, GzMember, whole, "it ends too early, or is several archives joined; send it again whole");
            yield break;
        }

        var (members, problem) = await MembersAsync(whole, cancellationToken).ConfigureAwait(false);
        if (problem is not null) { yield return Refused(file.Name, -1, whole, problem); }
        foreach (var (name, member) in members)
        {
            yield return await ItemAsync(name, member, whole, token => OpenZipAsync(member, token), cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>The members to read, or why the archive cannot be used; a workbook has itself as its only member.</summary>
    private async Task<(List<(string Name, int Member)> Members, string? Problem)> MembersAsync(Fingerprint whole, CancellationToken cancellationToken)
    {
        var stream = await file.OpenAsync(cancellationToken).ConfigureAwait(false);
        await using var closing = stream.ConfigureAwait(false);
        try
        {
            using var zip = new ZipArchive(stream, ZipArchiveMode.Read);
            if (zip.Entries.Count > limits.Members) { return ([], $"it has {zip.Entries.Count} members, at most {limits.Members} are read"); }
            if (zip.Entries.Any(entry => IsSlip(entry.FullName))) { return ([], "a member's name leads out of the archive"); }
            var total = zip.Entries.Sum(entry => entry.Length);
            if (total > whole.Length * limits.Ratio) { return ([], $"its {whole.Length} bytes would unpack to {total}, more than {limits.Ratio} times as many"); }
            return ([.. zip.Entries.Select((entry, i) => (entry.FullName, i)).Where(member => zip.Entries[member.i].Length > 0 && !IsNoise(member.FullName))], null);
        }
        catch (InvalidDataException e)
        {
            return ([], $"it is damaged ({e.Message})");
        }
    }

    private async Task<LandedItem> ItemAsync(string name, int member, Fingerprint whole, Func<CancellationToken, Task<Stream>> openAsync, CancellationToken cancellationToken)
    {
        try
        {
            var own = await FingerprintAsync(whole, openAsync, cancellationToken).ConfigureAwait(false);
            var item = new LandedItem(ExportOf(name, member, own), file, whole.Sha256, openAsync) { FileCheck = whole.Check };
            var nested = await KindAsync(openAsync, cancellationToken).ConfigureAwait(false);
            return nested == ArchiveKind.None || await IsWorkbookAsync(openAsync, nested, cancellationToken).ConfigureAwait(false)
                ? item
                : Refused(name, member, whole, "it is an archive within an archive; unpack it and export its files");
        }
        catch (Exception e) when (e is InvalidDataException or ArchiveLimitException)
        {
            return Refused(name, member, whole, e is ArchiveLimitException ? e.Message : $"it is damaged ({e.Message})");
        }
    }

    private async Task<Fingerprint> FingerprintAsync(Fingerprint whole, Func<CancellationToken, Task<Stream>> openAsync, CancellationToken cancellationToken)
    {
        var stream = await openAsync(cancellationToken).ConfigureAwait(false);
        await using var closing = stream.ConfigureAwait(false);
        return await Fingerprint.OfAsync(stream, Math.Min(limits.MemberBytes, whole.Length * limits.Ratio), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Whether the length that a gz ends with is the one it unpacked to: the framework takes a gz that was cut off for a shorter one.</summary>
    private async Task<bool> IsWholeGzAsync(long unpacked, CancellationToken cancellationToken)
    {
        var stream = await file.OpenAsync(cancellationToken).ConfigureAwait(false);
        await using var closing = stream.ConfigureAwait(false);
        if (stream.Length < sizeof(uint)) { return false; }
        stream.Position = stream.Length - sizeof(uint);
        var trailer = new byte[sizeof(uint)];
        await stream.ReadExactlyAsync(trailer, cancellationToken).ConfigureAwait(false);
        return BinaryPrimitives.ReadUInt32LittleEndian(trailer) == unchecked((uint)unpacked);
    }

    private async Task<Stream> OpenGzAsync(CancellationToken cancellationToken) =>
        new GZipStream(await file.OpenAsync(cancellationToken).ConfigureAwait(false), CompressionMode.Decompress);

    private async Task<Stream> OpenZipAsync(int member, CancellationToken cancellationToken)
    {
        var zip = new ZipArchive(await file.OpenAsync(cancellationToken).ConfigureAwait(false), ZipArchiveMode.Read);
        return new MemberStream(zip, await zip.Entries[member].OpenAsync(cancellationToken).ConfigureAwait(false));
    }

    /// <summary>Whether a zip is a workbook, which is read as it is.</summary>
    public static async Task<bool> IsWorkbookAsync(Func<CancellationToken, Task<Stream>> openAsync, ArchiveKind kind, CancellationToken cancellationToken)
    {
        if (kind != ArchiveKind.Zip) { return false; }
        var stream = await openAsync(cancellationToken).ConfigureAwait(false);
        await using var closing = stream.ConfigureAwait(false);
        if (!stream.CanSeek) { return true; }
        try
        {
            using var zip = new ZipArchive(stream, ZipArchiveMode.Read);
            return zip.GetEntry("[Content_Types].xml") is not null;
        }
        catch (InvalidDataException)
        {
            return false;
        }
    }

    private LandedExport ExportOf(string name, int member, Fingerprint own) => new()
    {
        Sha256 = own.Sha256,
        Name = name,
        Length = own.Length,
        ModifiedAt = file.ModifiedAt,
        RawPath = "",
        Member = member,
        IsUtf8 = own.IsUtf8,
    };

    private LandedItem Refused(string name, int member, Fingerprint whole, string problem) =>
        new(ExportOf(name, member, whole with { IsUtf8 = false }), file, whole.Sha256, file.OpenAsync)
        {
            FileCheck = whole.Check,
            RefusalCode = "archive",
            RefusalSentence = $"'{name}' cannot be unpacked: {problem}.",
        };

    private static bool IsSlip(string name) => name.Split('/', '\\').Contains("..") || name.StartsWith('/') || name.Contains(':', StringComparison.Ordinal);

    // What macOS adds to every archive, and folders.
    private static bool IsNoise(string name) =>
        name.EndsWith('/') || name.StartsWith("__MACOSX/", StringComparison.Ordinal) || name.EndsWith(".DS_Store", StringComparison.Ordinal);
}

/// <summary>What kind of archive a file is.</summary>
internal enum ArchiveKind
{
    None,
    Gz,
    Zip,
}
