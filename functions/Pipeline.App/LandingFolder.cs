using System.Collections.Immutable;
using Pipeline.Land;

namespace Pipeline.App;

/// <summary>The exports in a folder and the folders below it. Hidden files and links are left out.</summary>
internal static class LandingFolder
{
    /// <summary>In the order of their paths. Each is called by its path below the folder, with <c>/</c>.</summary>
    /// <param name="folder">An absolute path.</param>
    /// <param name="lake">The folder of the lake, if it is in one: when it lies inside, its own files are no exports.</param>
    public static ImmutableArray<LandingFile> Files(string folder, string? lake)
    {
        var options = new EnumerationOptions
        {
            RecurseSubdirectories = true,
            AttributesToSkip = FileAttributes.Hidden | FileAttributes.System | FileAttributes.ReparsePoint,
        };
        return
        [
            .. Directory.EnumerateFiles(folder, "*", options)
                .Where(path => lake is null || !path.StartsWith(lake + Path.DirectorySeparatorChar, StringComparison.Ordinal))
                .Select(path => FileOf(Path.GetRelativePath(folder, path).Replace('\\', '/'), new FileInfo(path)))
                .OrderBy(file => file.Name, StringComparer.Ordinal),
        ];
    }

    private static LandingFile FileOf(string name, FileInfo file) =>
        new(name, new DateTimeOffset(file.LastWriteTimeUtc, TimeSpan.Zero), _ => Task.FromResult<Stream>(Open(file.FullName))) { Length = file.Exists ? file.Length : 0 };

    private static FileStream Open(string path) =>
        new(path, new FileStreamOptions { Mode = FileMode.Open, Access = FileAccess.Read, Share = FileShare.ReadWrite | FileShare.Delete, Options = FileOptions.Asynchronous | FileOptions.SequentialScan });
}
