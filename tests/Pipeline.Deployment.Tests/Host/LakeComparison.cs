using System.Text.Json.Nodes;
using Pipeline.Storage;
using Pipeline.Storage.Delta;
using Pipeline.Testing;

namespace Pipeline.Deployment.Tests.Host;

/// <summary>Compares two lakes row by row, as DuckDB reads them.</summary>
internal static class LakeComparison
{
    /// <summary>Columns that name the run, not the result.</summary>
    private static readonly string[] Provenance = ["run_id", "input_versions"];

    /// <summary>Asserts that facts and metrics of two lakes in folders hold the same rows; a failure begins with <paramref name="what"/>.</summary>
    public static async Task MustBeEqualAsync(string expected, string actual, string what, CancellationToken cancellationToken)
    {
        var tables = Tables(expected);
        Assert.NotEmpty(tables);
        Assert.Equal(tables, Tables(actual));
        var queries = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var table in tables)
        {
            var (one, other) = (await RelationAsync(expected, table, cancellationToken), await RelationAsync(actual, table, cancellationToken));
            queries[table] = $"SELECT (SELECT count(*) FROM {one}), (SELECT count(*) FROM (FROM {one} EXCEPT ALL FROM {other})), (SELECT count(*) FROM (FROM {other} EXCEPT ALL FROM {one}))";
        }

        var answer = await Oracles.QueryAsync([], queries);
        Assert.All(tables, table => Assert.True(IsSame(answer[table]!["rows"]![0]!), $"{what}: {table}: rows, missing, unexpected: {answer[table]!["rows"]![0]!.ToJsonString()}"));
    }

    private static List<string> Tables(string lake) =>
    [
        .. Directory.EnumerateDirectories(lake, "_delta_log", SearchOption.AllDirectories)
            .Select(log => Path.GetRelativePath(lake, Path.GetDirectoryName(log)!).Replace('\\', '/'))
            .Where(table => table.StartsWith("facts/", StringComparison.Ordinal) || table.StartsWith("metrics/", StringComparison.Ordinal))
            // How many files were read, and when, is the run's story and not the company's.
            .Where(table => table is not "metrics/data_quality")
            .Order(StringComparer.Ordinal),
    ];

    private static async Task<string> RelationAsync(string lake, string table, CancellationToken cancellationToken)
    {
        var snapshot = await new DeltaTable(new FolderObjectStore(lake), table, new DeltaEnvironment(TimeProvider.System, Guid.NewGuid)).ReadAsync(cancellationToken);
        var files = snapshot!.Files.Select(file => $"'{Path.Combine(lake, table, file.Path)}'");
        var excluded = Provenance.Where(column => snapshot.Schema.Columns.Any(existing => existing.Name == column)).ToList();
        return $"(SELECT *{(excluded.Count > 0 ? $" EXCLUDE ({string.Join(", ", excluded)})" : "")} FROM read_parquet([{string.Join(", ", files)}]))";
    }

    private static bool IsSame(JsonNode row) => row[0]!.ToString() is not "0" && row[1]!.ToString() is "0" && row[2]!.ToString() is "0";
}
