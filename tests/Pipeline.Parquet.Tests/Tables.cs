using System.Collections.Immutable;
using System.Globalization;

namespace Pipeline.Parquet.Tests;

/// <summary>Writes and compares whole tables.</summary>
internal static class Tables
{
    public static byte[] Write(TableSchema schema, IEnumerable<ColumnBatch> batches, ParquetWriterOptions? options = null) =>
        Write(schema, batches, options, out _);

    public static byte[] Write(TableSchema schema, IEnumerable<ColumnBatch> batches, ParquetWriterOptions? options, out ParquetFileSummary summary)
    {
        using var stream = new MemoryStream();
        var writer = new ParquetWriter(stream, schema);
        foreach (var batch in batches) { writer.Append(ParquetEncoder.Encode(batch, options)); }
        summary = writer.Finish();
        Assert.Equal(stream.Length, summary.ByteCount);
        return stream.ToArray();
    }

    public static ImmutableArray<ColumnBatch> Read(byte[] bytes)
    {
        var file = ParquetFile.Open(new MemoryStream(bytes));
        return [.. Enumerable.Range(0, file.RowGroups.Length).Select(group => file.ReadRowGroup(group))];
    }

    /// <summary>The value of a row as text that tells all values of the type apart; <see langword="null"/> for null.</summary>
    public static string? Show(Column column, int row)
    {
        if (!column.HasValue(row)) { return null; }
        return column.Type switch
        {
            ColumnType.Boolean => column.Booleans[row] != 0 ? "true" : "false",
            ColumnType.Int32 or ColumnType.Date => column.Int32s[row].ToString(CultureInfo.InvariantCulture),
            ColumnType.Double => BitConverter.DoubleToInt64Bits(column.Doubles[row]).ToString("x16", CultureInfo.InvariantCulture),
            ColumnType.Text => column.Texts!.RowText(row),
            _ => column.Int64s[row].ToString(CultureInfo.InvariantCulture),
        };
    }

    public static void AssertEqual(ColumnBatch expected, ColumnBatch actual, string context)
    {
        Assert.Equal(expected.RowCount, actual.RowCount);
        for (var c = 0; c < expected.Columns.Length; c++)
        {
            for (var row = 0; row < expected.RowCount; row++)
            {
                var (wanted, got) = (Show(expected.Columns[c], row), Show(actual.Columns[c], row));
                if (!string.Equals(wanted, got, StringComparison.Ordinal)) { Assert.Fail($"{context}: column {expected.Schema.Columns[c].Name}, row {row}: wrote {wanted ?? "null"}, read {got ?? "null"}"); }
            }
        }
    }
}
