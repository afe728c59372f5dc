using Pipeline.Facts;
using Pipeline.Model;
using Export = Pipeline.Tests.Facts.MergeBench.Export;

namespace Pipeline.Tests.Facts;

/// <summary>However little is held in memory at once, the tables are the same.</summary>
public sealed class MergeBoundsTests
{
    private static readonly string[] Columns = ["opportunity_id", "status", "amount", Envelope.IsDeleted, Envelope.DeletedAt, Envelope.FileId, Envelope.RowNumber];

    [Fact]
    public async Task Merging_range_by_range_gives_what_merging_at_once_gives()
    {
        for (var seed = 0; seed < 40; seed++)
        {
            var random = new Random(seed);
            var whole = new MergeBench(FactTables.Opportunity);
            var pieces = new MergeBench(FactTables.Opportunity) { Bounds = Tiny(random) };
            for (var run = 0; run < 3; run++)
            {
                var exports = Enumerable.Range(0, 1 + random.Next(3)).Select(i => Random(random, $"{seed}/{run}/{i}")).ToArray();
                var (expected, receipt) = (await whole.MergeAsync(exports), await pieces.MergeAsync(exports));
                Assert.True(expected == receipt, $"seed {seed}, run {run}: {receipt} instead of {expected}");
            }

            Assert.True(await whole.ReadAsync(Columns) == await pieces.ReadAsync(Columns), $"seed {seed}: the tables differ");
        }
    }

    [Fact]
    public async Task A_table_without_room_for_its_hashes_reads_them_again()
    {
        var bench = new MergeBench(FactTables.Opportunity) { Bounds = new MergeBounds { KeptHashes = 0, RowsOfLargeTable = 1 } };
        await bench.MergeAsync(Opportunities("a", "2026-03-01", "o1", "o2"), Opportunities("b", "2026-03-02", "o2", "o3"));

        Assert.Equal("o1 open 1\no2 open 2\no3 open 2.01", await bench.ReadAsync("opportunity_id", "status", "amount"));
    }

    private static MergeBounds Tiny(Random random) => new()
    {
        KeptHashes = random.Next(60), HashesAtOnce = 1 + random.Next(20), KeysAtOnce = 1 + random.Next(5), RowsOfLargeTable = random.Next(40),
    };

    private static Export Random(Random random, string name)
    {
        var rows = Enumerable.Range(0, 1 + random.Next(30)).Select(_ => $"o{random.Next(40)}").ToArray();
        return Opportunities(name, $"2026-03-{1 + random.Next(9):D2}", rows) with { IsFullSnapshot = random.Next(4) == 0 };
    }

    private static Export Opportunities(string name, string watermark, params string[] ids) =>
        new(name, watermark, 0, IsFullSnapshot: false, [.. ids.Select((id, row) => ((string, object?)[])[("opportunity_id", id), ("status", "open"), ("amount", (decimal)watermark[^1] - '0' + (row / 100m))])]);
}
