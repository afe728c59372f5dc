using System.Collections.Immutable;
using Pipeline.App.Report;
using Pipeline.Storage;
using Pipeline.Storage.Delta;

namespace Pipeline.App.Doctor;

/// <summary>Every table's log can be read without a gap, and every file it names is there with its size.</summary>
internal static class TableCheck
{
    private const string Log = "/_delta_log/";

    public static async Task<Finding> RunAsync(Lake lake, SortedDictionary<string, StoredObject> objects, CancellationToken cancellationToken)
    {
        ImmutableArray<string> tables =
        [
            .. objects.Keys.Where(path => path.Contains(Log, StringComparison.Ordinal))
                .Select(path => path[..path.IndexOf(Log, StringComparison.Ordinal)])
                .Distinct(StringComparer.Ordinal),
        ];
        var problems = new List<string>();
        var parts = 0;
        foreach (var table in tables) { parts += await CheckAsync(lake, table, objects, problems, cancellationToken).ConfigureAwait(false); }
        return new Finding("tables", $"{tables.Length} tables, {parts} live files", problems);
    }

    private static async Task<int> CheckAsync(
        Lake lake, string table, SortedDictionary<string, StoredObject> objects, List<string> problems, CancellationToken cancellationToken)
    {
        try
        {
            if (await lake.ReadTableAsync(table, cancellationToken).ConfigureAwait(false) is not { } snapshot)
            {
                problems.Add($"{table} has a log without a first commit; it can be deleted, and the next run makes it again");
                return 0;
            }

            problems.AddRange(snapshot.Files.Select(file => ProblemOf(table, file, objects)).OfType<string>());
            return snapshot.Files.Length;
        }
        catch (DeltaLogException error)
        {
            problems.Add(error.Message);
            return 0;
        }
    }

    private static string? ProblemOf(string table, DataFile file, SortedDictionary<string, StoredObject> objects)
    {
        if (!objects.TryGetValue($"{table}/{file.Path}", out var found)) { return $"{table} names {file.Path}, which is gone; restore it from a copy, or rebuild the lake from raw"; }
        return found.Length == file.ByteCount ? null : $"{table}/{file.Path} has {found.Length} bytes, its log says {file.ByteCount}; restore it from a copy, or rebuild the lake from raw";
    }
}
