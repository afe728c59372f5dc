using System.Text;
using Pipeline.Model;
using Pipeline.Parquet;
using Pipeline.Publish;
using Pipeline.Testing;

namespace Pipeline.Tests.Publish;

public sealed class LatestExportsTests
{
    private static readonly DateOnly Newest = new(2026, 6, 30);

    private static TableSchema Schema { get; } = new(
    [
        new("snapshot_date", ColumnType.Date, false), new("metric", ColumnType.Text, false), new("dimension", ColumnType.Text, false), new("value", ColumnType.Double),
        new("currency", ColumnType.Text), new("null_reason", ColumnType.Text), new("is_complete", ColumnType.Boolean, false),
    ]);

    [Fact]
    public void Summary_shows_the_newest_day_and_reasons_instead_of_numbers()
    {
        var files = LatestExports.Of(Schema, [Rows()]);

        var summary = Encoding.UTF8.GetString(files["exports/latest/summary.txt"].Span);
        Assert.StartsWith("Revenue metrics at the end of 2026-06-30\n", summary, StringComparison.Ordinal);
        Assert.Matches(@"MRR +1,234\.50 USD\n", summary);
        Assert.Matches(@"CAC paid +none: zero denominator  \(incomplete\)\n", summary);
        Assert.Matches(@"Customer churn \(month\) +4\.1 %\n", summary);
    }

    [Fact]
    public void Snapshot_holds_the_newest_day_and_headlines_hold_400_days_of_the_whole_company()
    {
        var files = LatestExports.Of(Schema, [Rows()]);

        Assert.Equal(5, Lines(files["exports/latest/metric_snapshot.csv"]));
        Assert.Equal(5, Lines(files["exports/latest/headline_metrics.csv"]));
        Assert.Equal(4, ParquetFile.Open(new MemoryStream(files["exports/latest/metric_snapshot.parquet"].ToArray())).RowCount);
    }

    [Fact]
    public void Nothing_is_exported_before_the_first_day() => Assert.Empty(LatestExports.Of(Schema, []));

    [Fact]
    public async Task Files_with_the_same_bytes_are_left_alone()
    {
        var store = new InMemoryObjectStore();
        var files = LatestExports.Of(Schema, [Rows()]);

        Assert.Equal(files.Keys, await LatestExports.WriteAsync(store, files, TestContext.Current.CancellationToken));
        Assert.Empty(await LatestExports.WriteAsync(store, files, TestContext.Current.CancellationToken));
    }

    private static int Lines(ReadOnlyMemory<byte> csv) => Encoding.UTF8.GetString(csv.Span).Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Length;

    private static ColumnBatch Rows()
    {
        var epoch = new DateOnly(1970, 1, 1).DayNumber;
        int[] days = [.. new[] { Newest, Newest, Newest, Newest, Newest.AddDays(-399), Newest.AddDays(-400) }.Select(day => day.DayNumber - epoch)];
        return new ColumnBatch(
            Schema,
            [
                Column.OfDates(days, 6), TextColumn.Of(["mrr", "cac_paid", "logo_churn_1m", "mrr", "mrr", "mrr"]), TextColumn.Of(["all", "all", "all", "plan", "all", "all"]),
                Column.OfDoubles([1234.5, 0, 0.041, 1000, 1, 2], 6, [0b111101]), TextColumn.Of(["USD", "USD", "", "USD", "USD", "USD"]), TextColumn.Of(["", "zero_denominator", "", "", "", ""]),
                Column.OfBooleans([1, 0, 1, 1, 1, 1], 6),
            ],
            6);
    }
}
