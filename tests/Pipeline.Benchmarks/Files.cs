namespace Pipeline.Benchmarks;

/// <summary>Folders that the benchmarks make.</summary>
internal static class Files
{
    public static void Delete(string folder)
    {
        if (Directory.Exists(folder)) { Directory.Delete(folder, recursive: true); }
    }

    /// <summary>Makes <paramref name="to"/> a copy of <paramref name="from"/>, whatever was there.</summary>
    public static void Copy(string from, string to)
    {
        Delete(to);
        Directory.CreateDirectory(to);
        foreach (var folder in Directory.EnumerateDirectories(from, "*", SearchOption.AllDirectories)) { Directory.CreateDirectory(Path.Combine(to, Path.GetRelativePath(from, folder))); }
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories)) { File.Copy(file, Path.Combine(to, Path.GetRelativePath(from, file))); }
    }
}
