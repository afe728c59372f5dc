using Pipeline.Parquet;

namespace Pipeline.Parse.Reading;

/// <summary>A column that the export does not have: null in every row.</summary>
internal sealed class BlankReader(ColumnType type) : IColumnReader
{
    public Column Read(BlockReading block, ReadOnlySpan<int> rows)
    {
        var count = Math.Max(1, rows.Length);
        var validity = block.Arena.Rent<ulong>((count + 63) >> 6);
        Array.Clear(validity);
        return type switch
        {
            ColumnType.Boolean => Column.OfBooleans(Zeros<byte>(block, count), rows.Length, validity),
            ColumnType.Int32 => Column.OfInt32s(Zeros<int>(block, count), rows.Length, validity),
            ColumnType.Date => Column.OfDates(Zeros<int>(block, count), rows.Length, validity),
            ColumnType.Int64 => Column.OfInt64s(Zeros<long>(block, count), rows.Length, validity),
            ColumnType.Timestamp => Column.OfTimestamps(Zeros<long>(block, count), rows.Length, validity),
            ColumnType.Decimal => Column.OfDecimals(Zeros<long>(block, count), rows.Length, validity),
            ColumnType.Text => Column.OfTexts(new([], [0], 0, Zeros<int>(block, count)), rows.Length, validity),
            _ => throw new NotSupportedException(type.ToString()),
        };
    }

    /// <summary>Zeros that all blank columns of a block share.</summary>
    private static T[] Zeros<T>(BlockReading block, int count)
        where T : unmanaged => block.Arena.Zeros<T>(count);
}

/// <summary>The same flag in every row.</summary>
internal sealed class FixedFlagReader(bool value) : IColumnReader
{
    public Column Read(BlockReading block, ReadOnlySpan<int> rows)
    {
        if (!value) { return Column.OfBooleans(block.Arena.Zeros<byte>(Math.Max(1, rows.Length)), rows.Length); }
        var values = block.Arena.Rent<byte>(Math.Max(1, rows.Length));
        Array.Fill(values, (byte)1, 0, rows.Length);
        return Column.OfBooleans(values, rows.Length);
    }
}
