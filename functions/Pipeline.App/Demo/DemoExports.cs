using System.Collections.Immutable;

namespace Pipeline.App.Demo;

/// <summary>The exports of the demo company as files.</summary>
internal static class DemoExports
{
    /// <summary>All files, in the order of their paths.</summary>
    public static ImmutableArray<DemoFile> Of(DemoCompany company) =>
    [
        .. SalesforceFiles.Write(company)
            .Concat(StripeFiles.Write(company))
            .Concat(AdFiles.Write(company))
            .Concat(FinanceFiles.Write(company))
            .OrderBy(file => file.Path, StringComparer.Ordinal),
    ];

    /// <summary>Writes the files below <paramref name="folder"/>; one that is already there with the same bytes is left alone.</summary>
    /// <returns>How many were written.</returns>
    public static int Write(ImmutableArray<DemoFile> files, string folder)
    {
        var written = 0;
        foreach (var file in files)
        {
            var path = Path.Combine(folder, file.Path.Replace('/', Path.DirectorySeparatorChar));
            if (IsThere(path, file.Content)) { continue; }
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllBytes(path, file.Content);
            File.SetLastWriteTimeUtc(path, file.ModifiedAt);
            written++;
        }

        return written;
    }

    private static bool IsThere(string path, byte[] content) =>
        new FileInfo(path) is { Exists: true } there && there.Length == content.Length && File.ReadAllBytes(path).AsSpan().SequenceEqual(content);
}
