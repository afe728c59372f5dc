using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Pipeline.Parquet;

namespace Pipeline.Parse.Reading;

/// <summary>What a number becomes.</summary>
/// <param name="Scale">Digits behind the point that the column keeps; 0 for integers.</param>
/// <param name="Exponent">The number is divided by ten to this power.</param>
/// <param name="IsNegated">Whether the sign is turned.</param>
/// <param name="IsInteger">Whether the column is of integers.</param>
internal readonly record struct NumberForm(int Scale, int Exponent, bool IsNegated, bool IsInteger)
{
    public Column Build(long[] values, int count, ValidityBits validity) =>
        IsInteger ? Column.OfInt64s(values, count, validity.Words) : Column.OfDecimals(values, count, validity.Words);
}

/// <summary>Numbers in the file's locale.</summary>
internal sealed class NumberReader(CellPlan plan, NumberForm form) : IColumnReader
{
    private readonly NumberPlaces? _places = NumberPlaces.Of(form.Scale - form.Exponent);

    public Column Read(BlockReading block, ReadOnlySpan<int> rows)
    {
        var values = block.Arena.Rent<long>(Math.Max(1, rows.Length));
        var validity = new ValidityBits(block.Arena, rows.Length);
        var cells = new ColumnCells(block.Cells, plan.Sources);
        var locale = block.Plan.Numbers;
        var (mark, scale) = (locale == NumberLocale.Comma ? (byte)',' : (byte)'.', form.Scale - form.Exponent);
        var isUsual = scale is >= 0 and <= DigitWords.LargestScale;
        var run = new UsualRun(_places is not null && !block.Plan.Nulls.HaveDigits);
        for (var i = 0; i < rows.Length; i++)
        {
            if (run.GoesOn && run.Note(i, i = ReadUsual(cells, rows, i, mark, values)) == rows.Length) { break; }
            if (isUsual && DigitWords.TryReadNumber(cells.Plain(rows[i]), mark, scale, out var number))
            {
                values[i] = form.IsNegated ? -number : number;
                continue;
            }

            var cell = block.Cells.Read(rows[i], plan.Sources);
            var outcome = cell.IsEmpty ? NumberOutcome.Blank : NumberCell.Read(cell, locale, form.Scale, form.Exponent, out values[i]);
            if (outcome == NumberOutcome.Exact)
            {
                if (form.IsNegated) { values[i] = -values[i]; }
                continue;
            }

            if (!Settle(block, rows[i], cell, outcome))
            {
                values[i] = 0;
                validity.SetNull(i);
            }
            else if (form.IsNegated)
            {
                values[i] = -values[i];
            }
        }

        return form.Build(values, rows.Length, validity);
    }

    /// <summary>Reads up to the first number that is not of the usual form, and returns its row.</summary>
    private int ReadUsual(ColumnCells cells, ReadOnlySpan<int> rows, int row, byte mark, long[] values)
    {
        var (places, wanted) = (_places!, Vector128.Create(mark));
        ref var target = ref MemoryMarshal.GetReference(values.AsSpan(0, rows.Length));
        var sign = form.IsNegated ? -1L : 0;
        for (; row < rows.Length; row = unchecked(row + 1))
        {
            ref var cell = ref cells.Find(rows[row], NumberPlaces.Longest, out var length);
            if (Unsafe.IsNullRef(ref cell) || !places.TryRead(ref cell, length, wanted, out var number)) { break; }
            Unsafe.Add(ref target, row) = unchecked((number ^ sign) - sign);
        }

        return row;
    }

    /// <summary>Whether the row still has a value.</summary>
    private bool Settle(BlockReading block, int row, ReadOnlySpan<byte> cell, NumberOutcome outcome)
    {
        switch (outcome)
        {
            case NumberOutcome.Rounded when !form.IsInteger:
                block.Warn("rounded");
                return true;
            case NumberOutcome.Blank:
                plan.NoteBlank(block, row);
                return false;
            default:
                NumberMessages.Reject(block, row, plan, cell, outcome);
                return false;
        }
    }
}

/// <summary>Numbers that are made from several cells or need the row's currency.</summary>
internal sealed class DerivedNumberReader(CellPlan plan, NumberForm form, DerivedNumberReader.Rule rule) : IColumnReader
{
    /// <summary>The number of row <paramref name="index"/> of the output, which is row <paramref name="row"/> of the block.</summary>
    public delegate NumberOutcome Rule(BlockReading block, int row, int index, out long value);

    public Column Read(BlockReading block, ReadOnlySpan<int> rows)
    {
        var values = block.Arena.Rent<long>(Math.Max(1, rows.Length));
        var validity = new ValidityBits(block.Arena, rows.Length);
        for (var i = 0; i < rows.Length; i++)
        {
            var outcome = rule(block, rows[i], i, out var value);
            if (outcome == NumberOutcome.Rounded) { block.Warn("rounded"); }
            if (outcome is NumberOutcome.Exact or NumberOutcome.Rounded)
            {
                values[i] = form.IsNegated ? -value : value;
                continue;
            }

            values[i] = 0;
            validity.SetNull(i);
            if (outcome == NumberOutcome.Blank) { plan.NoteBlank(block, rows[i]); }
            else { NumberMessages.Reject(block, rows[i], plan, block.Cells.Read(rows[i], plan.Sources), outcome); }
        }

        return form.Build(values, rows.Length, validity);
    }
}

/// <summary>Why a number was not one.</summary>
internal static class NumberMessages
{
    public static void Reject(BlockReading block, int row, CellPlan plan, ReadOnlySpan<byte> cell, NumberOutcome outcome)
    {
        var source = plan.Sources.Length > 0 ? plan.Sources[0] : default;
        switch (outcome)
        {
            case NumberOutcome.OutOfRange:
                block.Reject(row, source, cell, "number_out_of_range", $"{plan.Column} has more than 18 digits; check the column, or its unit");
                break;
            case NumberOutcome.Rounded:
                block.Reject(row, source, cell, "not_an_integer", $"{plan.Column} must be a whole number");
                break;
            default:
                block.Reject(row, source, cell, "not_a_number", block.Plan.Numbers == NumberLocale.Comma
                    ? $"{plan.Column} is not a number with a decimal comma, as this file has them"
                    : $"{plan.Column} is not a number with a decimal point, as this file has them");
                break;
        }
    }
}

/// <summary>Yes or no.</summary>
/// <param name="plan">Where from.</param>
/// <param name="isNullable">Whether a blank is null; otherwise it is no.</param>
internal sealed class FlagReader(CellPlan plan, bool isNullable) : IColumnReader
{
    public Column Read(BlockReading block, ReadOnlySpan<int> rows)
    {
        var values = block.Arena.Rent<byte>(Math.Max(1, rows.Length));
        var validity = new ValidityBits(block.Arena, rows.Length);
        for (var i = 0; i < rows.Length; i++)
        {
            var cell = block.Cells.Read(rows[i], plan.Sources);
            var flag = FlagCell.Read(cell);
            values[i] = flag == true ? (byte)1 : (byte)0;
            if (flag is not null) { continue; }
            if (!cell.IsEmpty) { block.Reject(rows[i], plan.Sources[0], cell, "not_a_flag", $"{plan.Column} is neither yes nor no; use true, false, 1, 0, yes or no"); }
            else { plan.NoteBlank(block, rows[i]); }
            if (isNullable) { validity.SetNull(i); }
        }

        return Column.OfBooleans(values, rows.Length, validity.Words);
    }
}

/// <summary>Reads yes and no.</summary>
internal static class FlagCell
{
    public static bool? Read(ReadOnlySpan<byte> cell) => cell switch
    {
        [(byte)'1' or (byte)'t' or (byte)'T' or (byte)'y' or (byte)'Y'] => true,
        [(byte)'0' or (byte)'f' or (byte)'F' or (byte)'n' or (byte)'N'] => false,
        { Length: 4 } when System.Text.Ascii.EqualsIgnoreCase(cell, "true"u8) => true,
        { Length: 5 } when System.Text.Ascii.EqualsIgnoreCase(cell, "false"u8) => false,
        { Length: 3 } when System.Text.Ascii.EqualsIgnoreCase(cell, "yes"u8) => true,
        { Length: 2 } when System.Text.Ascii.EqualsIgnoreCase(cell, "no"u8) => false,
        { Length: 3 } when cell.SequenceEqual("1.0"u8) => true,
        { Length: 3 } when cell.SequenceEqual("0.0"u8) => false,
        _ => null,
    };
}
