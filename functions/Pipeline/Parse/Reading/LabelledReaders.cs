using Pipeline.Parquet;

namespace Pipeline.Parse.Reading;

/// <summary>Flags and numbers that labels stand for: <c>metered</c> is yes, <c>quarterly</c> is 3.</summary>
/// <param name="plan">Where from.</param>
/// <param name="target">The column.</param>
/// <param name="meaning">The meaning of a label, written as a cell would hold it.</param>
internal sealed class LabelledReader(CellPlan plan, ColumnSchema target, Func<string, string?> meaning) : IColumnReader
{
    public Column Read(BlockReading block, ReadOnlySpan<int> rows)
    {
        var memory = new LabelMemory(block.Arena, meaning);
        var values = block.Arena.Rent<long>(Math.Max(1, rows.Length));
        var validity = new ValidityBits(block.Arena, rows.Length);
        for (var i = 0; i < rows.Length; i++)
        {
            values[i] = 0;
            var value = memory.Find(block, rows[i], plan);
            if (value is not null && TryRead(value, out values[i])) { continue; }
            if (value is not null) { block.Reject(rows[i], plan.Sources[0], value, "unknown_value", $"the label stands for a value that {plan.Column} cannot hold; mend the source's declaration"); }
            if (target.Nullable) { validity.SetNull(i); }
        }

        return target.Type == ColumnType.Boolean
            ? Column.OfBooleans(ToFlags(block, values, rows.Length), rows.Length, validity.Words)
            : new NumberForm(target.Scale, 0, false, target.Type == ColumnType.Int64).Build(values, rows.Length, validity);
    }

    private bool TryRead(ReadOnlySpan<byte> value, out long number)
    {
        if (target.Type != ColumnType.Boolean) { return NumberCell.Read(value, NumberLocale.Point, target.Scale, 0, out number) == NumberOutcome.Exact; }
        var flag = FlagCell.Read(value);
        number = flag == true ? 1 : 0;
        return flag is not null;
    }

    private static byte[] ToFlags(BlockReading block, long[] values, int count)
    {
        var flags = block.Arena.Rent<byte>(Math.Max(1, count));
        for (var i = 0; i < count; i++) { flags[i] = (byte)values[i]; }
        return flags;
    }
}
