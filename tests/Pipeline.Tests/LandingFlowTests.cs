using System.Text;
using Pipeline.Land;
using Pipeline.Model;
using Pipeline.Storage;
using Pipeline.Testing;

namespace Pipeline.Tests;

public sealed class LandingFlowTests
{
    private static readonly LandingFile May = FileOf("hubspot-crm-exports-all-deals-2026-05-01.csv", """
        Record ID,Deal Name,Pipeline,Deal Stage,Amount,Create Date,Close Date
        1,Alpha,Sales Pipeline,Discovery,100,2026-04-01 09:00,2026-06-01 09:00
        2,Beta,Sales Pipeline,Discovery,200.50,2026-04-02 09:00,2026-06-02 09:00
        3,Gamma,Sales Pipeline,Discovery,not money,2026-04-03 09:00,2026-06-02 09:00
        """);

    private static readonly LandingFile June = FileOf("hubspot-crm-exports-all-deals-2026-06-03.csv", """
        Record ID,Deal Name,Pipeline,Deal Stage,Amount,Create Date,Close Date
        1,Alpha,Sales Pipeline,Closed Won,150,2026-04-01 09:00,2026-05-20 09:00
        4,Delta,Sales Pipeline,Discovery,,2026-05-05 09:00,2026-07-01 09:00
        """);

    private static readonly LandingFile Costs = FileOf("costs.csv", """
        date,channel,cost_type,amount,currency,description
        2026-05-01,agency,fees,1000.00,USD,May retainer
        2026-05-01,staff,people,5000.00,USD,salaries
        """);

    private static readonly LandingFile Unknown = FileOf("notes.csv", """
        colour,shape
        red,round
        """);

    private static readonly (string Path, string[] Columns)[] Tables =
    [
        ("facts/opportunity", ["opportunity_id", "status", "amount", Envelope.FileId, Envelope.RowNumber]),
        ("facts/marketing_spend_daily", ["spend_date", "channel", "cost", Envelope.RowNumber]),
        ("quarantine/rejection", ["file_id", "row_number", "column_name", "value", "rule"]),
        ("metrics/data_quality", ["file_name", "kind", "rule", "count"]),
        ("metrics/metric_snapshot", ["snapshot_date", "metric", "dimension", "member", "numerator", "denominator", "value", "n", "null_reason", "is_complete"]),
        ("ops/export", ["file_id", "outcome", "rows_in", "accepted", "quarantined", "excluded"]),
    ];

    [Fact]
    public async Task Rows_in_are_accepted_quarantined_or_excluded()
    {
        var lake = new TestLake(new InMemoryObjectStore());
        var receipt = await lake.LandAsync(May, June, Costs, Unknown);

        Assert.All(receipt.Exports, export => Assert.Equal(export.RowsIn, export.Accepted + export.Quarantined + export.Excluded.Values.Sum()));
        var may = receipt.Exports[0];
        Assert.Equal((ExportOutcome.Accepted, 3, 2, 1), (may.Outcome, may.RowsIn, may.Accepted, may.Quarantined));
        Assert.Equal(ExportOutcome.Refused, receipt.Exports[3].Outcome);
        Assert.Contains("colour", receipt.Exports[3].Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_same_bytes_under_another_name_are_one_export()
    {
        var lake = new TestLake(new InMemoryObjectStore());
        var receipt = await lake.LandAsync(May, May with { Name = "copy of deals.csv" });

        Assert.Equal((1, 1), (receipt.Exports.Length, receipt.Known));
    }

    [Fact]
    public async Task The_largest_file_is_read_last_and_receipts_keep_the_order_of_the_files()
    {
        var read = new Told();
        var lake = new TestLake(new InMemoryObjectStore()) { Progress = read };
        var receipt = await lake.LandAsync(May with { Length = 300 }, Unknown with { Length = 200 }, June with { Length = 100 });

        Assert.Equal([June.Name, Unknown.Name, May.Name], read.Names);
        Assert.Equal([May.Name, Unknown.Name, June.Name], receipt.Exports.Select(export => export.FileName));
        await lake.PublishAsync();
        Assert.Equal(await ContentAsync(await RunAsync(new InMemoryObjectStore(), [May, Unknown, June])), await ContentAsync(lake));
    }

    [Fact]
    public async Task A_second_run_over_the_same_files_writes_nothing()
    {
        var inner = new InMemoryObjectStore();
        await RunAsync(inner, [May, June, Costs, Unknown]);
        var watched = new FaultyObjectStore(inner, _ => Fault.None);
        await RunAsync(watched, [May, June, Costs, Unknown]);

        Assert.Equal(0, watched.ChangingCalls);
    }

    [Fact]
    public async Task A_late_file_gives_the_tables_of_one_that_was_in_time()
    {
        var inTime = await ContentAsync(await RunAsync(new InMemoryObjectStore(), [May], [June, Costs]));
        var late = await ContentAsync(await RunAsync(new InMemoryObjectStore(), [June, Costs], [May]));

        Assert.Equal(inTime, late);
    }

    [Fact]
    public async Task A_rebuild_from_raw_gives_the_tables_that_were_there()
    {
        var lake = await RunAsync(new InMemoryObjectStore(), [June, Unknown], [May, Costs]);
        var before = await ContentAsync(lake);
        await lake.RebuildAsync();
        await lake.PublishAsync();

        Assert.Equal(before, await ContentAsync(lake));
    }

    [Theory]
    [InlineData(Fault.KillBefore)]
    [InlineData(Fault.KillAfter)]
    [InlineData(Fault.ErrorBefore)]
    [InlineData(Fault.ErrorAfter)]
    [InlineData(Fault.LostAnswer)]
    public async Task Whatever_write_goes_wrong_the_next_run_loses_and_doubles_nothing(Fault fault)
    {
        LandingFile[] files = [May, June, Costs, Unknown];
        var expected = await ContentAsync(await RunAsync(new InMemoryObjectStore(), files));
        for (var call = 1; ; call++)
        {
            var inner = new InMemoryObjectStore();
            var at = call;
            var faulty = new FaultyObjectStore(inner, number => number == at ? fault : Fault.None);
            try
            {
                await RunAsync(faulty, files);
            }
            catch (Exception e) when (e is ProcessKilledException or StorageException)
            {
                // As an operator would: run it again.
            }

            if (faulty.ChangingCalls < call) { return; }
            var content = await ContentAsync(await RunAsync(inner, files));
            Assert.True(expected == content, $"{fault} at write {call}:\n{content}\ninstead of\n{expected}");
        }
    }

    private static async Task<TestLake> RunAsync(IObjectStore store, params LandingFile[][] runs)
    {
        var lake = new TestLake(store);
        foreach (var files in runs)
        {
            await lake.LandAsync(files);
            await lake.PublishAsync();
        }

        return lake;
    }

    private static async Task<string> ContentAsync(TestLake lake)
    {
        var text = new StringBuilder();
        foreach (var (path, columns) in Tables)
        {
            var rows = await lake.ReadAsync(path, columns);
            text.Append(path).Append('\n');
            foreach (var row in rows.Select(row => string.Join('|', row)).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)) { text.Append(row).Append('\n'); }
            // The ledger may hold a reading twice; everything else must not.
            if (path != "ops/export") { text.Append(rows.Count).Append(" rows\n"); }
        }

        return text.ToString();
    }

    private static LandingFile FileOf(string name, string text) =>
        new(name, new DateTimeOffset(2026, 6, 10, 0, 0, 0, TimeSpan.Zero), _ => Task.FromResult<Stream>(new MemoryStream(Encoding.UTF8.GetBytes(text))));

    /// <summary>What was told, at once: <see cref="Progress{T}"/> tells it later, on another thread.</summary>
    private sealed class Told : IProgress<string>
    {
        public List<string> Names { get; } = [];

        public void Report(string value) => Names.Add(value);
    }
}
