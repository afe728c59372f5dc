using Pipeline.Model;
using Export = Pipeline.Tests.Facts.MergeBench.Export;

namespace Pipeline.Tests.Facts;

public sealed class TableIntakeTests
{
    [Fact]
    public async Task The_newest_export_wins_whatever_arrives_last()
    {
        var bench = new MergeBench(FactTables.Opportunity);
        await bench.MergeAsync(Opportunities("new", "2026-03-02", ("o1", "won", 20m)));
        await bench.MergeAsync(Opportunities("old", "2026-03-01", ("o1", "open", 10m), ("o2", "open", 5m)));

        Assert.Equal("o1 won 20\no2 open 5", await bench.ReadAsync("opportunity_id", "status", "amount"));
    }

    [Fact]
    public async Task Full_evidence_wins_over_newer_weak_evidence()
    {
        var bench = new MergeBench(FactTables.Opportunity);
        await bench.MergeAsync(Opportunities("object", "2026-03-01", ("o1", "won", 20m)));
        await bench.MergeAsync(Opportunities("report", "2026-03-09", ("o1", "won", null)) with { Authority = -1 });

        Assert.Equal("o1 won 20", await bench.ReadAsync("opportunity_id", "status", "amount"));
    }

    [Fact]
    public async Task Of_equal_keys_in_one_file_the_last_row_stays_and_the_other_is_counted()
    {
        var bench = new MergeBench(FactTables.Opportunity);
        var receipt = await bench.MergeAsync(Opportunities("twice", "2026-03-01", ("o1", "open", 1m), ("o2", "open", 5m), ("o1", "won", 2m)));

        Assert.Equal("o1 won 2\no2 open 5", await bench.ReadAsync("opportunity_id", "status", "amount"));
        Assert.Equal((3, 1), (receipt.RowsAdded, receipt.RowsSuperseded));
        Assert.Single(await bench.PartsAsync());
    }

    [Fact]
    public async Task The_same_id_in_two_accounts_is_two_rows()
    {
        var bench = new MergeBench(FactTables.Opportunity);
        var other = Opportunities("b", "2026-03-01", ("o1", "won", 2m));
        await bench.MergeAsync(
            Opportunities("a", "2026-03-01", ("o1", "open", 1m)),
            other with { Rows = [.. other.Rows.Select(row => ((string, object?)[])[.. row, (Envelope.SourceAccount, "second")])] });

        Assert.Equal("default o1\nsecond o1", await bench.ReadAsync(Envelope.SourceAccount, "opportunity_id"));
    }

    [Fact]
    public async Task What_a_newer_full_snapshot_lacks_is_a_tombstone_since_that_snapshot()
    {
        var bench = new MergeBench(FactTables.Subscription);
        await bench.MergeAsync(Subscriptions("may", "2026-05-01", "s1", "s2") with { IsFullSnapshot = true });
        await bench.MergeAsync(Subscriptions("july", "2026-07-01", "s2") with { IsFullSnapshot = true });
        await bench.MergeAsync(Subscriptions("june", "2026-06-01", "s2") with { IsFullSnapshot = true });

        Assert.Equal("s1 true 2026-06-01\ns2 false null", await bench.ReadAsync("subscription_id", Envelope.IsDeleted, Envelope.DeletedAt));
    }

    [Fact]
    public async Task Spend_replaces_the_days_it_covers_and_no_others()
    {
        var bench = new MergeBench(FactTables.MarketingSpendDaily);
        await bench.MergeAsync(Spend("first", "2026-01-05", 1, ("2026-01-01", "a", 1m), ("2026-01-02", "a", 2m), ("2026-01-03", "a", 3m)));
        await bench.MergeAsync(Spend("restated", "2026-01-06", 1, ("2026-01-02", "a", 20m), ("2026-01-02", "b", 5m)));

        Assert.Equal("2026-01-01 a 1\n2026-01-02 a 20\n2026-01-02 b 5\n2026-01-03 a 3", await bench.ReadAsync("spend_date", "campaign", "cost"));
    }

    [Fact]
    public async Task A_finer_report_is_not_added_to_a_coarser_one()
    {
        var bench = new MergeBench(FactTables.MarketingSpendDaily);
        await bench.MergeAsync(Spend("by ad", "2026-01-05", 3, ("2026-01-01", "a", 1m), ("2026-01-01", "a", 2m)));
        await bench.MergeAsync(Spend("by campaign", "2026-01-09", 1, ("2026-01-01", "a", 3m), ("2026-01-02", "a", 4m)));

        Assert.Equal("2026-01-01 1\n2026-01-01 2\n2026-01-02 4", await bench.ReadAsync("spend_date", "cost"));
    }

    [Fact]
    public async Task Parts_without_losing_rows_are_not_rewritten()
    {
        var bench = new MergeBench(FactTables.Opportunity);
        await bench.MergeAsync(Opportunities("a", "2026-03-01", ("o1", "open", 1m)));
        await bench.MergeAsync(Opportunities("b", "2026-03-01", ("o2", "open", 1m)));
        var before = (await bench.SnapshotAsync())!.Files;
        await bench.MergeAsync(Opportunities("c", "2026-03-02", ("o2", "won", 1m)));
        var after = (await bench.SnapshotAsync())!.Files;

        Assert.Equal(2, after.Length);
        Assert.Single(after.Select(file => file.Path).Intersect(before.Select(file => file.Path), StringComparer.Ordinal));
    }

    [Fact]
    public async Task Every_order_of_six_exports_gives_the_same_tables()
    {
        Export[] opportunities =
        [
            Opportunities("1", "2026-01-01", ("a", "open", 1m), ("b", "open", 1m), ("c", "open", 1m)) with { IsFullSnapshot = true },
            Opportunities("2", "2026-01-02", ("a", "won", 2m), ("d", "open", 2m)),
            Opportunities("3", "2026-01-03", ("b", "lost", 3m), ("d", "open", 3m)) with { IsFullSnapshot = true },
            Opportunities("4", "2026-01-03", ("b", "won", 4m), ("e", "open", 4m)),
            Opportunities("5", "2026-01-04", ("c", "won", 5m), ("c", "lost", 6m)),
            Opportunities("6", "2026-01-09", ("a", "open", 7m), ("f", "open", 7m)) with { Authority = -1 },
        ];
        Export[] spend =
        [
            Spend("1", "2026-01-05", 1, ("2026-01-01", "a", 1m), ("2026-01-03", "a", 1m)),
            Spend("2", "2026-01-06", 1, ("2026-01-02", "a", 2m), ("2026-01-02", "a", 2m)),
            Spend("3", "2026-01-06", 1, ("2026-01-02", "a", 3m)),
            Spend("4", "2026-01-04", 3, ("2026-01-01", "a", 4m), ("2026-01-01", "b", 4m)),
            Spend("5", "2026-01-07", 1, ("2026-01-01", "a", 5m), ("2026-01-05", "a", 5m)),
            Spend("6", "2026-01-08", 0, ("2026-01-04", "a", 6m), ("2026-01-06", "a", 6m)),
        ];

        Assert.Single(await ResultsAsync(FactTables.Opportunity, opportunities, "opportunity_id", "status", "amount", Envelope.IsDeleted, Envelope.DeletedAt, Envelope.FileId, Envelope.RowNumber));
        Assert.Single(await ResultsAsync(FactTables.MarketingSpendDaily, spend, "spend_date", "campaign", "cost", Envelope.FileId, Envelope.RowNumber));
    }

    private static async Task<HashSet<string>> ResultsAsync(FactTable table, Export[] exports, params string[] columns)
    {
        var results = new HashSet<string>(StringComparer.Ordinal);
        foreach (var order in Orders(exports))
        {
            var bench = new MergeBench(table);
            // Some exports arrive alone, some together.
            foreach (var together in order.Chunk(1 + (results.Count + order[0].Name[0]) % 3)) { await bench.MergeAsync(together); }
            results.Add(await bench.ReadAsync(columns));
        }

        return results;
    }

    private static IEnumerable<Export[]> Orders(Export[] exports) => exports.Length == 0
        ? [[]]
        : exports.SelectMany(first => Orders([.. exports.Where(other => other != first)]), (first, rest) => (Export[])[first, .. rest]);

    private static Export Opportunities(string name, string watermark, params (string Id, string Status, decimal? Amount)[] rows) =>
        new(name, watermark, 0, IsFullSnapshot: false, [.. rows.Select(row => ((string, object?)[])[("opportunity_id", row.Id), ("status", row.Status), ("amount", row.Amount)])]);

    private static Export Subscriptions(string name, string watermark, params string[] ids) =>
        new(name, watermark, 0, IsFullSnapshot: false, [.. ids.Select(id => ((string, object?)[])[("subscription_id", id), ("customer_id", "c"), ("status", "active")])]);

    private static Export Spend(string name, string watermark, int authority, params (string Day, string Campaign, decimal Cost)[] rows) =>
        new(name, watermark, authority, IsFullSnapshot: false,
            [.. rows.Select(row => ((string, object?)[])[("spend_date", row.Day), ("channel", "google_ads"), ("cost_type", "media"), ("campaign", row.Campaign), ("cost", row.Cost)])]);
}
