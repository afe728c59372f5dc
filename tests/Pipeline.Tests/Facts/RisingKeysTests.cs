using System.Globalization;
using Pipeline.Facts;
using Pipeline.Model;
using Pipeline.Testing;
using Export = Pipeline.Tests.Facts.MergeBench.Export;

namespace Pipeline.Tests.Facts;

/// <summary>Ids that are counted up are not compared one by one where that is not needed, and the tables are the same.</summary>
public sealed class RisingKeysTests
{
    private const int ManyRows = 1100;

    [Theory]
    [InlineData("a b c", "a", "c")]
    [InlineData("a", "a", "a")]
    [InlineData("a aa ab b", "a", "b")]
    [InlineData("a c b", null, null)]
    [InlineData("a b b", null, null)]
    [InlineData("b a", null, null)]
    public void Keys_rise_when_each_is_greater_than_the_one_before(string ids, string? first, string? last)
    {
        var rising = RisingKeys.Of(Rows(ids.Split(' ')), FactTables.Opportunity);
        Assert.Equal((first, last), (Text(rising?.First), Text(rising?.Last)));
    }

    [Fact]
    public void Rows_go_on_rising_when_the_first_is_greater_than_the_last_before()
    {
        var (early, late) = (RisingKeys.Of(Rows("a", "b"), FactTables.Opportunity)!, RisingKeys.Of(Rows("c", "d"), FactTables.Opportunity)!);
        Assert.Equal(("a", "d"), (Text(early.Then(late)?.First), Text(early.Then(late)?.Last)));
        Assert.Null(late.Then(early));
        Assert.Null(early.Then(early));
        Assert.Null(early.Then(null));
    }

    [Fact]
    public void Hashes_are_not_made_of_many_rows_whose_keys_rise()
    {
        var ids = Ids(0, ManyRows);
        Assert.Null(PreparedRows.Of(new TableBatch(FactTables.Opportunity, 0, Rows(ids))).KeyHashes);
        Assert.Equal(ManyRows, PreparedRows.Of(new TableBatch(FactTables.Opportunity, 0, Rows([.. ids.Reverse()]))).KeyHashes!.Count);
        Assert.Equal(3, PreparedRows.Of(new TableBatch(FactTables.Opportunity, 0, Rows("a", "b", "c"))).KeyHashes!.Count);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(100)]
    [InlineData(ManyRows - 1)]
    [InlineData(ManyRows)]
    public async Task Rows_that_rise_meet_those_of_other_exports_with_the_same_keys(int from)
    {
        foreach (var isOneRun in new[] { true, false })
        {
            var bench = new MergeBench(FactTables.Opportunity);
            var (old, late) = (Opportunities("old", "2026-03-01", Ids(0, ManyRows)), Opportunities("late", "2026-03-02", Ids(from, ManyRows)));
            var superseded = isOneRun
                ? (await bench.MergeAsync(old, late)).RowsSuperseded
                : (await bench.MergeAsync(old)).RowsSuperseded + (await bench.MergeAsync(late)).RowsSuperseded;
            Assert.Equal(Math.Max(0, ManyRows - from), superseded);
            var rows = (await bench.ReadAsync("opportunity_id", "amount")).Split('\n');
            Assert.Equal(Ids(0, Math.Max(ManyRows, from + ManyRows)).Select((id, i) => $"{id} {(i < from ? 1 : 2)}"), rows);
        }
    }

    [Fact]
    public async Task Rows_that_rise_between_rows_that_do_not_are_compared_with_them()
    {
        var bench = new MergeBench(FactTables.Opportunity);
        var shuffled = Ids(0, ManyRows).Reverse().ToArray();
        var receipt = await bench.MergeAsync(
            Opportunities("shuffled", "2026-03-01", shuffled), Opportunities("rising", "2026-03-02", Ids(60, 1010)), Opportunities("apart", "2026-03-03", Ids(5000, ManyRows)));
        Assert.Equal(1010, receipt.RowsSuperseded);
    }

    [Fact]
    public async Task Exports_in_any_order_give_the_rows_of_the_newest_for_each_key()
    {
        for (var seed = 0; seed < 60; seed++)
        {
            var random = new Random(seed);
            var bench = new MergeBench(FactTables.Opportunity) { Bounds = new MergeBounds { KeptHashes = random.Next(2) == 0 ? 0 : 1000 } };
            var expected = new SortedDictionary<string, int>(StringComparer.Ordinal);
            for (var run = 0; run < 4; run++)
            {
                var exports = Enumerable.Range(0, 1 + random.Next(3)).Select(i => (Day: (run * 3) + i + 1, Ids: Random(random))).ToArray();
                foreach (var id in exports.SelectMany(export => export.Ids.Select(id => (id, export.Day)))) { expected[id.id] = id.Day; }
                await bench.MergeAsync([.. exports.Select(export => Opportunities($"{seed}/{export.Day}", $"2026-03-{export.Day:D2}", export.Ids))]);
            }

            Assert.True(string.Join('\n', expected.Select(pair => $"{pair.Key} {pair.Value}")) == await bench.ReadAsync("opportunity_id", "amount"), $"seed {seed}: the tables differ");
        }
    }

    /// <summary>Distinct ids from a narrow or a wide stretch, counted up or not.</summary>
    private static string[] Random(Random random)
    {
        var from = random.Next(6) * 20;
        var ids = Enumerable.Range(0, 1 + random.Next(25)).Select(_ => from + random.Next(30)).Distinct().Select(Id).ToArray();
        if (random.Next(4) > 0) { Array.Sort(ids, StringComparer.Ordinal); }
        return ids;
    }

    private static string[] Ids(int from, int count) => [.. Enumerable.Range(from, count).Select(Id)];

    private static string Id(int number) => "o" + number.ToString("D6", CultureInfo.InvariantCulture);

    private static string? Text(ReadOnlyMemory<byte>? bytes) => bytes is { } some ? System.Text.Encoding.UTF8.GetString(some.Span) : null;

    private static Parquet.ColumnBatch Rows(params string[] ids) => FactRows.Of(FactTables.Opportunity, [.. ids.Select((id, i) => ((string, object?)[])
    [
        ("opportunity_id", id), (Envelope.SourceSystem, "crm"), (Envelope.SourceAccount, "default"), (Envelope.SourceObject, "thing"), (Envelope.SourceFormat, "test"),
        (Envelope.FileId, "0123456789abcdef"), (Envelope.RowNumber, i + 1), (Envelope.SnapshotAt, "2026-03-01"), (Envelope.IsDeleted, false),
    ])]);

    private static Export Opportunities(string name, string watermark, string[] ids)
    {
        var amount = (decimal)int.Parse(watermark[^2..], CultureInfo.InvariantCulture);
        return new(name, watermark, 0, IsFullSnapshot: false, [.. ids.Select(id => ((string, object?)[])[("opportunity_id", id), ("status", "open"), ("amount", amount)])]);
    }
}
