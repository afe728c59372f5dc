using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Pipeline.Benchmarks.Processes;
using Pipeline.Model;
using Pipeline.Storage;
using Pipeline.Storage.Delta;
using Pipeline.Testing;
using Pipeline.Testing.Metrics;
using static Pipeline.Benchmarks.Results;

namespace Pipeline.Benchmarks;

/// <summary>The first metrics of a large demo company from its facts, in turn with DuckDB, which runs the check statements of all metrics over the same files.</summary>
internal static class FirstMetrics
{
    private const double Mega = 1_000_000;

    public static async Task RunAsync(Results results, int scale, int pairs)
    {
        await Oracles.InstallAsync();
        Directory.CreateDirectory(Yardstick.Workspace);
        var program = await PublishedProgram.BuildAsync();
        var (lake, exports) = (Path.Combine(Yardstick.Workspace, "demo-lake"), Path.Combine(Yardstick.Workspace, "demo-exports"));
        Files.Delete(lake);
        Files.Delete(exports);
        await ProcessMeter.RunAsync(new Job(program, ["demo", "--scale", Number(scale, "0"), "--lake", lake, "--exports", exports], Yardstick.Workspace));
        var database = new CheckDatabase(new MetricSettings(), AsOf: null, DateOnly.FromDateTime(DateTime.UtcNow)) { Facts = await FactsAsync(lake) };
        var statements = await WriteAsync(database);
        var costs = await Pairs.RunAsync(() => Ours(program, lake, exports), () => new Job("node", ["statements.mjs", statements], Path.Combine(Oracles.Root, "tests", "oracles")), pairs);
        var agreements = await MetricCheck.CompareAsync(database, await FilesAsync(lake, "metrics/metric_snapshot"));
        var different = agreements.Sum(agreement => agreement.Mismatches);
        results.Put(
            "First metrics of a large company",
            $"`pipeline demo --scale {scale}` (Salesforce-, Stripe- and ads-shaped, {Number(Bytes(exports) / Mega, "0")} MB of exports), {pairs} pairs in turn: the published program over finished facts "
            + "(start, a look at every export, all metrics, all tables, small files) against DuckDB running the check statement of each metric over the same facts.",
            ["", "ours", "DuckDB", "ratio"],
            [
                Row(costs, "wall, s", cost => cost.Wall.TotalSeconds), Row(costs, "processor, s", cost => cost.Processor.TotalSeconds), Row(costs, "peak memory, MB", cost => cost.PeakBytes / Mega),
                ["rows compared", Number(agreements.Sum(agreement => agreement.Rows), "#,##0"), "", different == 0 ? "all equal" : Number(different, "#,##0") + " differ"],
            ]);
    }

    private static string[] Row(Pairs costs, string what, Func<Cost, double> of) =>
        [what, Number(Pairs.Median(costs.Ours.Select(of))), Number(Pairs.Median(costs.Theirs.Select(of))), Number(costs.Ratio(of))];

    private static Job Ours(string program, string lake, string exports)
    {
        Files.Delete(Path.Combine(lake, "metrics"));
        Files.Delete(Path.Combine(lake, "exports"));
        return new Job(program, ["run", exports, "--lake", lake], Yardstick.Workspace);
    }

    private static async Task<string> WriteAsync(CheckDatabase database)
    {
        var output = Path.Combine(Yardstick.Workspace, "checks");
        Directory.CreateDirectory(output);
        string[] statements = [.. database.Statements(), .. CheckScripts.Metrics.Select(metric => $"COPY (\n{CheckScripts.Read(metric)}\n) TO '{output}/{metric}.parquet' (FORMAT parquet)")];
        var path = Path.Combine(Yardstick.Workspace, "checks.json");
        await File.WriteAllTextAsync(path, JsonSerializer.Serialize(statements));
        return path;
    }

    private static async Task<ImmutableDictionary<string, ImmutableArray<string>>> FactsAsync(string lake)
    {
        var facts = ImmutableDictionary.CreateBuilder<string, ImmutableArray<string>>(StringComparer.Ordinal);
        foreach (var table in FactTableCatalog.All)
        {
            if (await FilesAsync(lake, table.Path) is { IsEmpty: false } files) { facts.Add(table.Name, files); }
        }

        return facts.ToImmutable();
    }

    private static async Task<ImmutableArray<string>> FilesAsync(string lake, string table)
    {
        var snapshot = await new DeltaTable(new FolderObjectStore(lake), table, new DeltaEnvironment(TimeProvider.System, Guid.NewGuid)).ReadAsync(CancellationToken.None);
        return snapshot is null ? [] : [.. snapshot.Files.Select(file => Path.Combine(lake, table, file.Path))];
    }

    private static long Bytes(string folder) => new DirectoryInfo(folder).EnumerateFiles("*", SearchOption.AllDirectories).Sum(file => file.Length);
}
