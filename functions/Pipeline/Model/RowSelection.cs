using System.Collections.Immutable;
using Pipeline.Parquet;

namespace Pipeline.Model;

/// <summary>Takes some rows out of a batch.</summary>
public static class RowSelection
{
    /// <summary>The rows of <paramref name="batch"/> at <paramref name="rows"/>, in that order. They share nothing with it, so its arrays may be used again.</summary>
    public static ColumnBatch Take(ColumnBatch batch, int[] rows)
    {
        var columns = ImmutableArray.CreateBuilder<Column>(batch.Columns.Length);
        foreach (var column in batch.Columns) { columns.Add(Take(column, rows)); }
        return new(batch.Schema, columns.MoveToImmutable(), rows.Length);
    }

    private static Column Take(Column column, int[] rows)
    {
        var validity = Take(column.Validity, rows);
        return column.Type switch
        {
            ColumnType.Boolean => Column.OfBooleans(Take(column.Booleans, rows), rows.Length, validity),
            ColumnType.Int32 => Column.OfInt32s(Take(column.Int32s, rows), rows.Length, validity),
            ColumnType.Date => Column.OfDates(Take(column.Int32s, rows), rows.Length, validity),
            ColumnType.Int64 => Column.OfInt64s(Take(column.Int64s, rows), rows.Length, validity),
            ColumnType.Timestamp => Column.OfTimestamps(Take(column.Int64s, rows), rows.Length, validity),
            ColumnType.Decimal => Column.OfDecimals(Take(column.Int64s, rows), rows.Length, validity),
            ColumnType.Double => Column.OfDoubles(Take(column.Doubles, rows), rows.Length, validity),
            ColumnType.Text => Column.OfTexts(Take(column.Texts!, rows), rows.Length, validity),
            _ => throw new ArgumentOutOfRangeException(nameof(column), column.Type, "not a type of column"),
        };
    }

    private static T[] Take<T>(T[] values, int[] rows)
    {
        var taken = new T[rows.Length];
        for (var i = 0; i < rows.Length; i++) { taken[i] = values[rows[i]]; }
        return taken;
    }

    private static TextValues Take(TextValues texts, int[] rows)
    {
        if (texts.Codes is { } codes)
        {
            var end = texts.Offsets[texts.EntryCount];
            return new(texts.Bytes[..end], texts.Offsets[..(texts.EntryCount + 1)], texts.EntryCount, Take(codes, rows));
        }

        var offsets = new int[rows.Length + 1];
        for (var i = 0; i < rows.Length; i++) { offsets[i + 1] = offsets[i] + texts.Entry(rows[i]).Length; }
        var bytes = new byte[offsets[^1]];
        for (var i = 0; i < rows.Length; i++) { texts.Entry(rows[i]).CopyTo(bytes.AsSpan(offsets[i])); }
        return new(bytes, offsets, rows.Length, null);
    }

    private static ulong[]? Take(ulong[]? validity, int[] rows)
    {
        if (validity is null) { return null; }

        var taken = new ulong[(rows.Length + 63) / 64];
        for (var i = 0; i < rows.Length; i++)
        {
            var row = rows[i];
            taken[i >> 6] |= ((validity[row >> 6] >> (row & 63)) & 1) << (i & 63);
        }

        return taken;
    }
}
