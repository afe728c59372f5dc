using System.Collections.Immutable;
using Pipeline.Parquet;

namespace Pipeline.Model;

/// <summary>Puts small batches of one schema one after another into one, with one dictionary for each text column.</summary>
internal static class BatchJoin
{
    public static ColumnBatch Of(TableSchema schema, IReadOnlyCollection<ColumnBatch> batches)
    {
        var count = batches.Sum(batch => batch.RowCount);
        var columns = Enumerable.Range(0, schema.Columns.Length).Select(i => Join([.. batches.Select(batch => batch.Columns[i])], schema.Columns[i].Type, count));
        return new(schema, [.. columns], count);
    }

    private static Column Join(ImmutableArray<Column> parts, ColumnType type, int count)
    {
        if (type is ColumnType.Text) { return TextColumn.Of([.. parts.SelectMany(part => Enumerable.Range(0, part.Count), (part, row) => part.HasValue(row) ? part.Texts!.RowText(row) : null)]); }
        var validity = Validity(parts, count);
        return type switch
        {
            ColumnType.Boolean => Column.OfBooleans(Values(parts, part => part.Booleans, count), count, validity),
            ColumnType.Int32 => Column.OfInt32s(Values(parts, part => part.Int32s, count), count, validity),
            ColumnType.Date => Column.OfDates(Values(parts, part => part.Int32s, count), count, validity),
            ColumnType.Int64 => Column.OfInt64s(Values(parts, part => part.Int64s, count), count, validity),
            ColumnType.Timestamp => Column.OfTimestamps(Values(parts, part => part.Int64s, count), count, validity),
            ColumnType.Decimal => Column.OfDecimals(Values(parts, part => part.Int64s, count), count, validity),
            ColumnType.Double => Column.OfDoubles(Values(parts, part => part.Doubles, count), count, validity),
            _ => throw new ArgumentOutOfRangeException(nameof(type), type, "not a type of column"),
        };
    }

    private static T[] Values<T>(ImmutableArray<Column> parts, Func<Column, T[]> valuesOf, int count)
    {
        var joined = new T[count];
        var at = 0;
        foreach (var part in parts)
        {
            valuesOf(part).AsSpan(0, part.Count).CopyTo(joined.AsSpan(at));
            at += part.Count;
        }

        return joined;
    }

    private static ulong[]? Validity(ImmutableArray<Column> parts, int count)
    {
        if (parts.All(part => part.Validity is null)) { return null; }
        var joined = new ulong[(count + 63) / 64];
        var at = 0;
        foreach (var part in parts)
        {
            for (var row = 0; row < part.Count; row++, at++)
            {
                if (part.HasValue(row)) { joined[at >> 6] |= 1UL << (at & 63); }
            }
        }

        return joined;
    }
}
