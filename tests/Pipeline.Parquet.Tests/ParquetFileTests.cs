namespace Pipeline.Parquet.Tests;

public sealed class ParquetFileTests
{
    private static readonly TableSchema Schema = new(
    [
        new ColumnSchema("id", ColumnType.Int64, Nullable: false),
        new ColumnSchema("plan", ColumnType.Text),
        new ColumnSchema("amount", ColumnType.Decimal, Precision: 18, Scale: 6),
    ]);

    [Fact]
    public void Named_columns_come_in_the_order_named()
    {
        var batch = ParquetFile.Open(new MemoryStream(Write(1))).ReadRowGroup(0, "amount", "id");
        Assert.Equal(["amount", "id"], batch.Schema.Columns.Select(column => column.Name));
        Assert.Equal([10, 20], batch["amount"].Int64s[..2]);
    }

    [Fact]
    public void Unknown_column_is_answered_with_those_there_are()
    {
        var file = ParquetFile.Open(new MemoryStream(Write(1)));
        var refused = Assert.Throws<ArgumentException>(() => file.ReadRowGroup(0, "amont"));
        Assert.Contains("'amont'; it has id, plan, amount", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Row_groups_encode_and_read_in_parallel()
    {
        var bytes = Write(16);
        var file = ParquetFile.Open(new MemoryStream(bytes));
        var sums = new long[16];
        Parallel.For(0, 16, group => sums[group] = file.Over(new MemoryStream(bytes)).ReadColumn(group, 0).Int64s[..2].Sum());
        Assert.Equal(Enumerable.Range(0, 16).Select(group => (2L * group) + 1), sums);
    }

    [Fact]
    public void Null_in_a_column_that_is_not_nullable_is_the_callers_bug()
    {
        var batch = new ColumnBatch(Schema, [Column.OfInt64s([1, 0], 2, [1]), Plans(), Column.OfDecimals([1, 2], 2)], 2);
        Assert.Contains("'id' is not nullable", Assert.Throws<ArgumentException>(() => ParquetEncoder.Encode(batch)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Row_group_is_appended_once()
    {
        var writer = new ParquetWriter(new MemoryStream(), Schema);
        var group = ParquetEncoder.Encode(Batch(0));
        writer.Append(group);
        Assert.Throws<ArgumentException>(() => writer.Append(group));
    }

    private static byte[] Write(int groups)
    {
        using var stream = new MemoryStream();
        var writer = new ParquetWriter(stream, Schema);
        var encoded = new EncodedRowGroup[groups];
        Parallel.For(0, groups, group => encoded[group] = ParquetEncoder.Encode(Batch(group)));
        foreach (var group in encoded) { writer.Append(group); }
        writer.Finish();
        return stream.ToArray();
    }

    private static ColumnBatch Batch(int group) =>
        new(Schema, [Column.OfInt64s([group, group + 1], 2), Plans(), Column.OfDecimals([10, 20], 2)], 2);

    private static Column Plans() => Column.OfTexts(TestTexts.Plain("basic", "pro"), 2);
}
