using System.Collections.Immutable;
using System.Globalization;
using Microsoft.Extensions.Time.Testing;
using Pipeline.Land;
using Pipeline.Metrics;
using Pipeline.Model;
using Pipeline.Parquet;
using Pipeline.Parse;
using Pipeline.Parse.Sources;
using Pipeline.Publish;
using Pipeline.Storage;
using Pipeline.Storage.Delta;
using Pipeline.Testing;

namespace Pipeline.Tests;

/// <summary>A lake for one test: the whole belt over a store, with a clock that stands.</summary>
internal sealed class TestLake(IObjectStore store)
{
    private static readonly DateOnly Today = new(2026, 11, 24);
    private int _runs;

    public IObjectStore Store => store;

    public DeltaEnvironment Environment { get; } = new(new FakeTimeProvider(new DateTimeOffset(2026, 11, 24, 12, 0, 0, TimeSpan.Zero)), Guid.NewGuid)
    {
        // The clock stands: a run that lost a race would wait for ever.
        Delay = (_, _) => Task.CompletedTask,
    };

    public ParseSettings Parse { get; init; } = new() { HashKey = new byte[32] };

    public MetricSettings Metrics { get; init; } = new();

    private ExportParser Parser => new(new SourceCatalog(SourceList.All, []), Parse, new ParseOptions());

    /// <summary>A lake in memory after one run over some files.</summary>
    public static async Task<TestLake> RunAsync(params LandingFile[] files)
    {
        var lake = new TestLake(new InMemoryObjectStore());
        await lake.LandAsync(files);
        await lake.PublishAsync();
        return lake;
    }

    /// <summary>Where landing tells which file is read.</summary>
    public IProgress<string>? Progress { get; init; }

    public Task<LandingReceipt> LandAsync(params LandingFile[] files) =>
        new LandingFlow(store, Environment, Parser, "settings") { Progress = Progress }.RunAsync(files, RunId(), TestContext.Current.CancellationToken);

    public Task<LandingReceipt> RebuildAsync() => new RebuildFlow(store, Environment, Parser, "settings").RunAsync(RunId(), TestContext.Current.CancellationToken);

    public Task<SnapshotReceipt> PublishAsync(PublishScope? only = null, bool isDryRun = false) =>
        new DailyFlow(store, Environment, Metrics, "config").RunAsync(new SnapshotRequest(RunId(), new DayAxisRequest(null, Today), only, isDryRun), TestContext.Current.CancellationToken);

    public async Task ReadFactsAsync(FactTable table, ImmutableArray<string> columns, Action<ColumnBatch> onRows)
    {
        var facts = await LakeFacts.OpenAsync(store, Environment, workers: 1, TestContext.Current.CancellationToken);
        await facts.ReadAsync(table, columns, onRows, TestContext.Current.CancellationToken);
    }

    /// <summary>Some columns of any table, as text, row by row in the order of parts by their first rows.</summary>
    public async Task<List<string[]>> ReadAsync(string path, params string[] columns)
    {
        var table = new DeltaTable(store, path, Environment);
        var rows = new List<string[]>();
        if (await table.ReadAsync(TestContext.Current.CancellationToken) is not { } snapshot) { return rows; }
        foreach (var file in snapshot.Files.OrderBy(file => file.Tags.GetValueOrDefault("chunk"), StringComparer.Ordinal))
        {
            await using var stream = await table.OpenPartAsync(file, TestContext.Current.CancellationToken);
            var parquet = ParquetFile.Open(stream);
            for (var group = 0; group < parquet.RowGroups.Length; group++) { rows.AddRange(CellText.Rows(parquet.ReadRowGroup(group, columns))); }
        }

        return rows;
    }

    private string RunId() => "run-" + (++_runs).ToString(CultureInfo.InvariantCulture);
}

/// <summary>The sample exports beside the project; a test that needs them is skipped where they are absent.</summary>
internal static class Samples
{
    private static string Folder => Path.GetFullPath(Path.Combine(Oracles.Root, "..", "shared", "samples"));

    public static LandingFile File(params string[] path) => FileAt(PathOf(path));

    /// <summary>Every sample file.</summary>
    public static IEnumerable<LandingFile> All()
    {
        PathOf();
        return Directory.EnumerateFiles(Folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Select(FileAt);
    }

    private static LandingFile FileAt(string path) =>
        new(Path.GetFileName(path), DateTimeOffset.UnixEpoch, _ => Task.FromResult<Stream>(System.IO.File.OpenRead(path)));

    private static string PathOf(params string[] path)
    {
        if (!Directory.Exists(Folder)) { Assert.Skip("the sample exports are not beside the project (../shared/samples)"); }
        return Path.Combine([Folder, .. path]);
    }
}
