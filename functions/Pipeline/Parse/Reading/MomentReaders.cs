using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Pipeline.Parquet;

namespace Pipeline.Parse.Reading;

/// <summary>Calendar dates.</summary>
/// <param name="plan">Where from.</param>
/// <param name="isLastDay">Whether the cell is the last day of a period whose end is the day after.</param>
internal sealed class DateReader(CellPlan plan, bool isLastDay = false) : IColumnReader
{
    public Column Read(BlockReading block, ReadOnlySpan<int> rows)
    {
        var values = block.Arena.Rent<int>(Math.Max(1, rows.Length));
        var validity = new ValidityBits(block.Arena, rows.Length);
        var cells = new ColumnCells(block.Cells, plan.Sources);
        var run = new UsualRun(!block.Plan.Nulls.HaveDigits);
        for (var i = 0; i < rows.Length; i++)
        {
            if (run.GoesOn && run.Note(i, i = ReadUsual(cells, rows, i, values)) == rows.Length) { break; }
            if (DigitWords.TryReadDay(cells.Plain(rows[i]), out var day))
            {
                values[i] = isLastDay ? day + 1 : day;
                continue;
            }

            var cell = block.Cells.Read(rows[i], plan.Sources);
            values[i] = 0;
            if (!cell.IsEmpty && MomentCell.Read(cell, block.Plan.Dates, out var moment) == MomentOutcome.Read)
            {
                values[i] = block.Zones.ToDay(moment) + (isLastDay ? 1 : 0);
                continue;
            }

            validity.SetNull(i);
            MomentMessages.Note(block, rows[i], plan, cell);
        }

        return Column.OfDates(values, rows.Length, validity.Words);
    }

    /// <summary>Reads up to the first date that is not of the usual form, and returns its row. Files are often in the order of a date: one that was just read is not read again.</summary>
    private int ReadUsual(ColumnCells cells, ReadOnlySpan<int> rows, int row, int[] values)
    {
        const int Length = 10;
        ref var target = ref MemoryMarshal.GetReference(values.AsSpan(0, rows.Length));
        var (head, tail, value) = (0UL, 0UL, 0);
        for (; row < rows.Length; row = unchecked(row + 1))
        {
            ref var cell = ref cells.Find(rows[row], Length, out var length);
            if (Unsafe.IsNullRef(ref cell) || length != Length) { break; }
            var (start, end) = (Unsafe.ReadUnaligned<ulong>(ref cell), (ulong)Unsafe.ReadUnaligned<ushort>(ref Unsafe.Add(ref cell, sizeof(ulong))));
            if (((start ^ head) | (end ^ tail)) != 0)
            {
                if (!DigitWords.TryReadDay(MemoryMarshal.CreateReadOnlySpan(ref cell, Length), out var day)) { break; }
                (head, tail, value) = (start, end, isLastDay ? unchecked(day + 1) : day);
            }

            Unsafe.Add(ref target, row) = value;
        }

        return row;
    }
}

/// <summary>Instants.</summary>
/// <param name="plan">Where from.</param>
/// <param name="takesDay">Whether a bare date is the start of its day in the reporting zone.</param>
/// <param name="otherwise">What a blank cell means, or <see langword="null"/>; microseconds since 1970.</param>
internal sealed class InstantReader(CellPlan plan, bool takesDay, long? otherwise = null) : IColumnReader
{
    public Column Read(BlockReading block, ReadOnlySpan<int> rows)
    {
        var values = block.Arena.Rent<long>(Math.Max(1, rows.Length));
        var validity = new ValidityBits(block.Arena, rows.Length);
        var cells = new ColumnCells(block.Cells, plan.Sources);
        var run = new UsualRun(!block.Plan.Nulls.HaveDigits);
        for (var i = 0; i < rows.Length; i++)
        {
            if (run.GoesOn && run.Note(i, i = ReadUsual(cells, rows, i, values)) == rows.Length) { break; }
            if (DigitWords.TryReadInstant(cells.Plain(rows[i]), out var instant))
            {
                values[i] = instant;
                continue;
            }

            var cell = block.Cells.Read(rows[i], plan.Sources);
            values[i] = otherwise ?? 0;
            if (cell.IsEmpty && otherwise is not null) { continue; }
            if (!cell.IsEmpty && MomentCell.Read(cell, block.Plan.Dates, out var moment) == MomentOutcome.Read && (moment.HasTime || takesDay))
            {
                values[i] = moment.HasTime ? block.Zones.ToInstant(moment) : block.Zones.StartOfDay(moment.Day);
                continue;
            }

            validity.SetNull(i);
            MomentMessages.Note(block, rows[i], plan, cell);
        }

        return Column.OfTimestamps(values, rows.Length, validity.Words);
    }

    /// <summary>Reads up to the first instant that is not of the usual form, and returns its row.</summary>
    private static int ReadUsual(ColumnCells cells, ReadOnlySpan<int> rows, int row, long[] values)
    {
        const int Length = 20;
        ref var target = ref MemoryMarshal.GetReference(values.AsSpan(0, rows.Length));
        for (; row < rows.Length; row = unchecked(row + 1))
        {
            ref var cell = ref cells.Find(rows[row], Length, out var length);
            if (Unsafe.IsNullRef(ref cell) || length != Length || !DigitWords.TryReadInstant(MemoryMarshal.CreateReadOnlySpan(ref cell, Length), out var instant)) { break; }
            Unsafe.Add(ref target, row) = instant;
        }

        return row;
    }
}

/// <summary>When the day that a cell names starts in the reporting zone.</summary>
internal sealed class DayStartReader(CellPlan plan) : IColumnReader
{
    public Column Read(BlockReading block, ReadOnlySpan<int> rows)
    {
        var values = block.Arena.Rent<long>(Math.Max(1, rows.Length));
        var validity = new ValidityBits(block.Arena, rows.Length);
        for (var i = 0; i < rows.Length; i++)
        {
            var cell = block.Cells.Read(rows[i], plan.Sources);
            values[i] = 0;
            if (!cell.IsEmpty && MomentCell.Read(cell, block.Plan.Dates, out var moment) == MomentOutcome.Read)
            {
                values[i] = block.Zones.StartOfDay(moment.Day);
                continue;
            }

            validity.SetNull(i);
            MomentMessages.Note(block, rows[i], plan, cell);
        }

        return Column.OfTimestamps(values, rows.Length, validity.Words);
    }
}

/// <summary>The same instant in every row.</summary>
internal sealed class FixedInstantReader(long micros) : IColumnReader
{
    public Column Read(BlockReading block, ReadOnlySpan<int> rows)
    {
        var values = block.Arena.Rent<long>(Math.Max(1, rows.Length));
        Array.Fill(values, micros, 0, rows.Length);
        return Column.OfTimestamps(values, rows.Length);
    }
}

/// <summary>The number of the row.</summary>
internal sealed class RowNumberReader : IColumnReader
{
    public Column Read(BlockReading block, ReadOnlySpan<int> rows)
    {
        var values = block.Arena.Rent<int>(Math.Max(1, rows.Length));
        for (var i = 0; i < rows.Length; i++) { values[i] = block.Block.RowNumber(block.Block.InputRow(rows[i])); }
        return Column.OfInt32s(values, rows.Length);
    }
}

/// <summary>Why a date was not one.</summary>
internal static class MomentMessages
{
    public static void Note(BlockReading block, int row, CellPlan plan, ReadOnlySpan<byte> cell)
    {
        if (cell.IsEmpty)
        {
            plan.NoteBlank(block, row);
            return;
        }

        switch (MomentCell.Read(cell, block.Plan.Dates, out _))
        {
            case MomentOutcome.Ambiguous:
                block.Reject(row, plan.Sources[0], cell, "ambiguous_date", $"day and month could be either way round; set sources.{block.Plan.Source.Name}.date_order to month_first or day_first");
                break;
            case MomentOutcome.Read:
                block.Reject(row, plan.Sources[0], cell, "date_without_time", $"{plan.Column} is an instant and the cell has no time of day; export the column with its time");
                break;
            default:
                block.Reject(row, plan.Sources[0], cell, "not_a_date", $"{plan.Column} is not a date in a form we know; export dates as yyyy-MM-dd");
                break;
        }
    }
}
