using System.Globalization;

namespace Pipeline.Parquet.Tests;

public sealed class EncodedSizeTests
{
    [Theory]
    [InlineData("cus_{0:D8}", 20_000)]
    [InlineData("{0}", 20_000)]
    [InlineData("0123456789abcdef-{0:x}-0123456789abcdef", 20_000)]
    [InlineData("plan {0}", 5)]
    public void Texts_that_repeat_are_stored_once(string format, int distinct)
    {
        var random = new Random(3);
        string[] texts = [.. Enumerable.Range(0, 100_000).Select(_ => string.Format(CultureInfo.InvariantCulture, format, random.Next(distinct)))];
        var column = ReadBack(Column.OfTexts(TestTexts.Plain(texts), texts.Length), new ColumnSchema("c", ColumnType.Text));
        Assert.NotNull(column.Texts!.Codes);
        Assert.Equal(texts.Distinct(StringComparer.Ordinal).Count(), column.Texts.EntryCount);
    }

    [Fact]
    public void Unique_texts_are_stored_plain()
    {
        string[] texts = [.. Enumerable.Range(0, 100_000).Select(i => "in_" + (i * 7919L).ToString("x12", CultureInfo.InvariantCulture))];
        Assert.Null(ReadBack(Column.OfTexts(TestTexts.Plain(texts), texts.Length), new ColumnSchema("c", ColumnType.Text)).Texts!.Codes);
    }

    [Fact]
    public void Coded_texts_come_back_coded_without_the_entries_that_no_row_uses()
    {
        var texts = TestTexts.Plain("unused", "a", "never", "b") with { Codes = [1, 3, 3, 1] };
        var column = ReadBack(Column.OfTexts(texts, 4), new ColumnSchema("c", ColumnType.Text));
        Assert.Equal(["a", "b", "b", "a"], Enumerable.Range(0, 4).Select(column.Texts!.RowText));
        Assert.True(column.Texts.Codes is null || column.Texts.EntryCount == 2);
    }

    [Fact]
    public void Runs_take_next_to_nothing()
    {
        var schema = new TableSchema([new ColumnSchema("day", ColumnType.Date)]);
        int[] days = [.. Enumerable.Range(0, 1_000_000).Select(i => 19_000 + (i / 1000))];
        Assert.InRange(Tables.Write(schema, [new ColumnBatch(schema, [Column.OfDates(days, days.Length)], days.Length)]).Length, 1, 20_000);
    }

    [Fact]
    public void Values_that_are_counted_up_take_next_to_nothing_as_differences()
    {
        var schema = new TableSchema([new ColumnSchema("id", ColumnType.Text), new ColumnSchema("row", ColumnType.Int32), new ColumnSchema("at", ColumnType.Timestamp)]);
        const int Count = 100_000;
        var ids = TestTexts.Plain([.. Enumerable.Range(0, Count).Select(i => string.Create(CultureInfo.InvariantCulture, $"in_{i:d10}"))]);
        var batch = new ColumnBatch(
            schema,
            [
                Column.OfTexts(ids, Count),
                Column.OfInt32s([.. Enumerable.Range(2, Count)], Count),
                Column.OfTimestamps([.. Enumerable.Range(0, Count).Select(i => 1_700_000_000_000_000 + (i * 61_000_000L))], Count),
            ],
            Count);
        var plain = Tables.Write(schema, [batch], new ParquetWriterOptions()).Length;
        var deltas = Tables.Write(schema, [batch], new ParquetWriterOptions { UseDeltas = true });
        Assert.InRange(deltas.Length, 1, plain / 5);
        Tables.AssertEqual(batch, Tables.Read(deltas)[0], "deltas");
    }

    private static Column ReadBack(Column column, ColumnSchema schema)
    {
        var table = new TableSchema([schema]);
        return Tables.Read(Tables.Write(table, [new ColumnBatch(table, [column], column.Count)]))[0].Columns[0];
    }
}
