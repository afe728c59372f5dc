namespace Pipeline.Storage;

/// <summary>Walks a folder in the ordinal order of whole paths, which is not the order of its names: <c>a-b</c> comes before <c>a/b</c>.</summary>
internal sealed class FolderListing(string root)
{
    private static readonly EnumerationOptions Everything = new() { AttributesToSkip = 0, IgnoreInaccessible = false };

    public IEnumerable<StoredObject> Walk(string prefix, CancellationToken cancellationToken) =>
        Walk(prefix[..(prefix.LastIndexOf('/') + 1)], prefix, cancellationToken);

    private IEnumerable<StoredObject> Walk(string folder, string prefix, CancellationToken cancellationToken)
    {
        foreach (var (name, entry) in Entries(folder))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var path = folder + name;
            if (!path.StartsWith(prefix, StringComparison.Ordinal)) { continue; }

            if (entry is FileInfo file)
            {
                if (TryDescribe(path, file) is { } found) { yield return found; }
                continue;
            }

            foreach (var inner in Walk(path, prefix, cancellationToken)) { yield return inner; }
        }
    }

    private List<(string Name, FileSystemInfo Entry)> Entries(string folder)
    {
        var entries = new List<(string Name, FileSystemInfo Entry)>();
        try
        {
            foreach (var entry in new DirectoryInfo(Path.Join(root, folder)).EnumerateFileSystemInfos("*", Everything))
            {
                if (IsHidden(folder, entry)) { continue; }
                entries.Add((entry is DirectoryInfo ? entry.Name + "/" : entry.Name, entry));
            }
        }
        catch (DirectoryNotFoundException)
        {
            return [];
        }
        catch (Exception e) when (e is UnauthorizedAccessException or IOException)
        {
            throw new StorageException($"cannot list '{folder}' in '{root}': {e.Message}", e);
        }

        entries.Sort((left, right) => string.CompareOrdinal(left.Name, right.Name));
        return entries;
    }

    /// <summary>Linked folders are left out: they may lead outside the root, or round in a circle.</summary>
    private static bool IsHidden(string folder, FileSystemInfo entry) =>
        (folder.Length == 0 && string.Equals(entry.Name, ObjectPath.Reserved, StringComparison.Ordinal))
        || (entry is DirectoryInfo && entry.Attributes.HasFlag(FileAttributes.ReparsePoint));

    private static StoredObject? TryDescribe(string path, FileInfo file)
    {
        try
        {
            return new StoredObject(path, file.Length, new DateTimeOffset(file.LastWriteTimeUtc, TimeSpan.Zero));
        }
        catch (FileNotFoundException)
        {
            return null;
        }
    }
}
