using Pipeline.Testing;

namespace Pipeline.Tests.Parse.Sources;

/// <summary>The sample exports that lie beside the repository where it is built. They are not part of it, so tests over them are skipped elsewhere.</summary>
internal static class Samples
{
    private static readonly string Folder = Path.GetFullPath(Path.Combine(Oracles.Root, "..", "shared", "samples"));

    /// <summary>The files of one folder, by name; skips the test when it is not there.</summary>
    public static IReadOnlyList<string> Files(string folder)
    {
        var path = Path.Combine(Folder, folder);
        if (!Directory.Exists(path)) { Assert.Skip($"the sample exports of '{folder}' do not lie beside this repository, at ../shared/samples"); }
        return [.. Directory.EnumerateFiles(path).Order(StringComparer.Ordinal)];
    }

    /// <summary>Reads one file with default settings.</summary>
    public static async Task<ParsedFile> ReadAsync(string path)
    {
        var token = TestContext.Current.CancellationToken;
        return await ParsedFile.ReadAsync(await File.ReadAllBytesAsync(path, token), Path.GetFileName(path), ParsedFile.Settings, token);
    }

    /// <summary>One line for each file: what became of it, as which source, with its counts.</summary>
    public static async Task<string> OutcomesAsync(string folder)
    {
        var lines = new List<string>();
        foreach (var file in Files(folder))
        {
            var parsed = await ReadAsync(file);
            var counts = parsed.Counts.Checked();
            var excluded = string.Concat(counts.Excluded.Select(pair => $", {pair.Value} {pair.Key}"));
            var result = parsed.Outcome == "read" ? $": {counts.RowsIn} rows, {counts.Accepted} accepted, {counts.Quarantined} quarantined{excluded}" : "";
            lines.Add($"{Path.GetFileName(file)} {parsed.Outcome} as {parsed.Source}{result}{(parsed.Outcome == "refused" ? ", " + parsed.Reason.Split(':')[0] : "")}");
        }

        return string.Join('\n', lines) + '\n';
    }
}
