using Pipeline.Parquet;

namespace Pipeline.Parse.Reading;

/// <summary>Takes rows out of columns: those that were rejected while the columns were read.</summary>
internal static class ColumnCompactor
{
    /// <param name="column">The column.</param>
    /// <param name="kept">Indexes of the rows that stay, ascending.</param>
    /// <param name="arena">Where arrays come from.</param>
    public static Column Keep(Column column, ReadOnlySpan<int> kept, ColumnArena arena)
    {
        var validity = Keep(column, kept);
        return column.Type switch
        {
            ColumnType.Boolean => Column.OfBooleans(Gather(column.Booleans, kept, arena), kept.Length, validity),
            ColumnType.Int32 => Column.OfInt32s(Gather(column.Int32s, kept, arena), kept.Length, validity),
            ColumnType.Date => Column.OfDates(Gather(column.Int32s, kept, arena), kept.Length, validity),
            ColumnType.Int64 => Column.OfInt64s(Gather(column.Int64s, kept, arena), kept.Length, validity),
            ColumnType.Timestamp => Column.OfTimestamps(Gather(column.Int64s, kept, arena), kept.Length, validity),
            ColumnType.Decimal => Column.OfDecimals(Gather(column.Int64s, kept, arena), kept.Length, validity),
            ColumnType.Text => Column.OfTexts(Keep(column.Texts!, kept, arena), kept.Length, validity),
            _ => throw new NotSupportedException(column.Type.ToString()),
        };
    }

    private static ulong[]? Keep(Column column, ReadOnlySpan<int> kept)
    {
        if (column.Validity is null) { return null; }
        var words = new ulong[(kept.Length + 63) >> 6];
        for (var i = 0; i < kept.Length; i++)
        {
            if (column.HasValue(kept[i])) { words[i >> 6] |= 1UL << (i & 63); }
        }

        return words;
    }

    private static T[] Gather<T>(T[] values, ReadOnlySpan<int> kept, ColumnArena arena)
        where T : unmanaged
    {
        var gathered = arena.Rent<T>(Math.Max(1, kept.Length));
        for (var i = 0; i < kept.Length; i++) { gathered[i] = values[kept[i]]; }
        return gathered;
    }

    private static TextValues Keep(TextValues texts, ReadOnlySpan<int> kept, ColumnArena arena)
    {
        if (texts.Codes is not null) { return texts with { Codes = Gather(texts.Codes, kept, arena) }; }
        var offsets = arena.Rent<int>(kept.Length + 1);
        var bytes = arena.Rent<byte>(Math.Max(1, texts.Offsets[texts.EntryCount]));
        var length = 0;
        offsets[0] = 0;
        for (var i = 0; i < kept.Length; i++)
        {
            var text = texts.Entry(kept[i]);
            text.CopyTo(bytes.AsSpan(length));
            length += text.Length;
            offsets[i + 1] = length;
        }

        return new(bytes, offsets, kept.Length, null);
    }
}
