using System.Globalization;
using Pipeline.Model;
using Export = Pipeline.Tests.Facts.MergeBench.Export;

namespace Pipeline.Tests.Facts;

/// <summary>Tables that many small files feed, one after another.</summary>
public sealed class DailyFilesTests
{
    private const int Files = 70;

    [Fact]
    public async Task Files_that_come_day_by_day_give_the_table_of_all_at_once()
    {
        for (var seed = 0; seed < 6; seed++)
        {
            var random = new Random(seed);
            Export[] opportunities = [.. Enumerable.Range(0, Files).Select(day => Opportunities(day, random))];
            Export[] spend = [.. Enumerable.Range(0, Files).Select(day => Spend(day, random))];
            await CompareAsync(FactTables.Opportunity, opportunities, seed, "opportunity_id", "status", Envelope.IsDeleted, Envelope.DeletedAt, Envelope.FileId, Envelope.RowNumber);
            await CompareAsync(FactTables.MarketingSpendDaily, spend, seed, "spend_date", "cost", Envelope.FileId, Envelope.RowNumber);
        }
    }

    [Fact]
    public async Task Many_small_files_leave_few_parts()
    {
        var bench = new MergeBench(FactTables.Opportunity);
        for (var day = 0; day < Files; day++) { await bench.MergeAsync(Numbered(day)); }

        Assert.Equal(Files * 2, (await bench.ReadAsync("opportunity_id")).Split('\n').Length);
        Assert.InRange((await bench.SnapshotAsync())!.Files.Length, 1, 8);
    }

    [Fact]
    public async Task A_file_of_new_ids_leaves_the_parts_of_old_ones_unread()
    {
        var bench = new MergeBench(FactTables.Opportunity);
        for (var day = 0; day < 5; day++) { await bench.MergeAsync(Numbered(day)); }
        foreach (var part in await bench.PartsAsync()) { await bench.DamageAsync(part); }

        // Whoever opened a damaged part would throw.
        var receipt = await bench.MergeAsync(Numbered(5));
        Assert.Equal((2, 0), (receipt.RowsAdded, receipt.RowsSuperseded));
    }

    private static async Task CompareAsync(FactTable table, Export[] exports, int seed, params string[] columns)
    {
        var (daily, whole) = (new MergeBench(table), new MergeBench(table));
        foreach (var export in exports) { await daily.MergeAsync(export); }
        await whole.MergeAsync(exports);
        Assert.True(string.Equals(await whole.ReadAsync(columns), await daily.ReadAsync(columns), StringComparison.Ordinal), $"{table.Name}, seed {seed}");
        Assert.InRange((await daily.SnapshotAsync())!.Files.Length, 1, 8);
    }

    private static Export Numbered(int day) => new(Name(day), Watermark(day), 0, IsFullSnapshot: false, [.. Enumerable.Range(0, 2).Select(i => Opportunity((day * 2) + i, "open"))]);

    // New ids mostly, some of old ones again, sometimes all that there is.
    private static Export Opportunities(int day, Random random) => new(
        Name(day),
        Watermark(random.Next(4) == 0 ? random.Next(Files) : day),
        0,
        IsFullSnapshot: random.Next(12) == 0,
        [.. Enumerable.Range(0, 4).Select(i => Opportunity(random.Next(3) == 0 ? random.Next((day * 4) + 1) : (day * 4) + i, random.Next(2) == 0 ? "open" : "won"))]);

    private static Export Spend(int day, Random random) => new(
        Name(day),
        Watermark(day),
        random.Next(2),
        IsFullSnapshot: false,
        [.. Enumerable.Range(0, 3).Select(back => ((string, object?)[])
        [
            ("spend_date", Watermark(Math.Max(0, day - (random.Next(5) == 0 ? random.Next(Files) : back)))),
            ("channel", "google_ads"), ("cost_type", "media"), ("campaign", "a"), ("cost", (decimal)random.Next(100)),
        ])]);

    private static (string, object?)[] Opportunity(int number, string status) =>
        [("opportunity_id", "o" + number.ToString("d6", CultureInfo.InvariantCulture)), ("status", status), ("amount", 1m)];

    private static string Name(int day) => "day " + day.ToString(CultureInfo.InvariantCulture);

    private static string Watermark(int day) => new DateOnly(2026, 1, 1).AddDays(day).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
