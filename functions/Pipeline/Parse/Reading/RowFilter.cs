using System.Collections.Immutable;
using System.Text;

namespace Pipeline.Parse.Reading;

/// <summary>Sorts out rows that are not facts before any column is read: blank rows, footers, totals, and what the source excludes.</summary>
internal sealed class RowFilter
{
    private readonly ImmutableArray<string> _footer;
    private readonly ImmutableArray<TotalPlan> _totals;
    private readonly ImmutableArray<(string Reason, ImmutableArray<ConditionPlan> When)> _exclusions;

    public RowFilter(
        ImmutableArray<string> footer, ImmutableArray<TotalPlan> totals, ImmutableArray<(string Reason, ImmutableArray<ConditionPlan> When)> exclusions)
    {
        _footer = [.. footer.Select(HeaderName.Normalise)];
        _totals = totals;
        _exclusions = exclusions;
    }

    /// <summary>Excludes rows and adds up the column that total rows sum up.</summary>
    public ControlTotals Apply(BlockReading block)
    {
        block.Exclude("section_heading", block.Block.Headings);
        var footer = FooterFrom(block);
        foreach (var defect in block.Block.Defects) { Judge(block, defect, footer); }
        var cells = block.Cells;
        var declared = ImmutableArray.CreateBuilder<long>();
        var needsCells = footer < int.MaxValue || _totals.Length + _exclusions.Length > 0;
        for (var row = 0; row < block.Block.RowCount; row++)
        {
            if (!needsCells && (row = FirstBlank(block.Block, row)) == block.Block.RowCount) { break; }
            if (block.Block.InputRow(row) != row || !block.IsIn(row)) { continue; }
            if (block.Block.RowNumber(row) >= footer) { block.Exclude(row, "footer"); }
            else if (IsBlank(block.Block, row)) { block.Exclude(row, "blank_row"); }
            else if (FindTotal(cells, row) is { } total)
            {
                block.Exclude(row, "total_row");
                if (total.Reconcile >= 0 && TryReadAmount(block, row, total.Reconcile, out var amount)) { declared.Add(amount); }
            }
            else { ApplyExclusions(block, row); }
        }

        return Sum(block, declared.ToImmutable());
    }

    private ControlTotals Sum(BlockReading block, ImmutableArray<long> declared)
    {
        var column = _totals.Select(total => total.Reconcile).FirstOrDefault(column => column >= 0, -1);
        if (column < 0) { return ControlTotals.None; }
        var (sum, isReadable) = ((Int128)0, block.Block.Defects.Count == 0);
        for (var row = 0; row < block.Block.RowCount; row++)
        {
            if (!block.IsIn(row)) { continue; }
            isReadable &= TryReadAmount(block, row, column, out var amount);
            sum += amount;
        }

        return new(sum, isReadable, declared);
    }

    /// <summary>A blank cell is 0 here, as it is in the report's own total.</summary>
    private static bool TryReadAmount(BlockReading block, int row, int column, out long amount)
    {
        amount = 0;
        var cell = block.Cells.Read(row, column);
        return cell.IsEmpty || NumberCell.Read(cell, block.Plan.Numbers, ControlTotals.Scale, 0, out amount) is NumberOutcome.Exact or NumberOutcome.Rounded;
    }

    /// <summary>The number of the first row of the footer: nothing after it is data, whatever it looks like.</summary>
    private int FooterFrom(BlockReading block)
    {
        var from = int.MaxValue;
        if (_footer.IsEmpty) { return from; }
        foreach (var defect in block.Block.Defects)
        {
            if (StartsFooter(HeaderName.Normalise(defect.FirstCell))) { from = Math.Min(from, defect.RowNumber); }
        }

        for (var row = 0; row < block.Block.RowCount && block.Block.RowNumber(row) < from; row++)
        {
            if (block.Block.InputRow(row) == row && StartsFooter(block.Cells.Read(row, 0))) { from = block.Block.RowNumber(row); }
        }

        return from;
    }

    private void Judge(BlockReading block, DefectiveRow defect, int footer)
    {
        var first = HeaderName.Normalise(defect.FirstCell);
        if (defect.RowNumber >= footer) { block.Exclude("footer"); }
        else if (defect.Text.Length == 0) { block.Exclude("blank_row"); }
        else if (_totals.Any(total => total.IsInFirstColumn && total.Fits(first))) { block.Exclude("total_row"); }
        else { block.Reject(defect); }
    }

    private bool StartsFooter(ReadOnlySpan<byte> first)
    {
        return !first.IsEmpty && StartsFooter(HeaderName.Normalise(Encoding.UTF8.GetString(first)));
    }

    private bool StartsFooter(string normalised) => _footer.Any(start => normalised.StartsWith(start, StringComparison.Ordinal));

    private TotalPlan? FindTotal(CellReader cells, int row)
    {
        foreach (var total in _totals)
        {
            if (total.Fits(cells, row)) { return total; }
        }

        return null;
    }

    private void ApplyExclusions(BlockReading block, int row)
    {
        foreach (var (reason, when) in _exclusions)
        {
            var holds = true;
            foreach (var condition in when) { holds = holds && condition.Holds(block.Cells, row); }
            if (holds) { block.Exclude(row, reason); }
        }
    }

    /// <summary>The first row from <paramref name="row"/> that is nothing but delimiters, or the number of rows.</summary>
    private static int FirstBlank(RowBlock block, int row)
    {
        if (!block.MayHaveBlankRows) { return block.RowCount; }
        var ends = block.Ends.AsSpan(row * block.ColumnCount, ((block.RowCount - row) * block.ColumnCount) + 1);
        var columns = block.ColumnCount;
        // A row is as long as the delimiters, or by a carriage return longer.
        for (var i = 0; i < ends.Length - columns; i += columns)
        {
            if (unchecked(ends[i + columns] - ends[i] - 1) <= columns && IsBlank(block, row + (i / columns))) { return row + (i / columns); }
        }

        return block.RowCount;
    }

    /// <summary>Whether the row is nothing but delimiters; its bytes are then as many as the cells less one.</summary>
    private static bool IsBlank(RowBlock block, int row)
    {
        var first = row * block.ColumnCount;
        var length = block.Ends[first + block.ColumnCount] - block.Ends[first] - 1;
        return length < block.ColumnCount || (length == block.ColumnCount && block.Bytes[block.Ends[first + block.ColumnCount] - 1] == '\r');
    }
}

/// <summary>A kind of total row applied to one file.</summary>
/// <param name="Source">Where its text stands.</param>
/// <param name="Starts">Normalised; an empty one stands for a blank cell.</param>
/// <param name="Reconcile">The column to compare, or -1.</param>
/// <param name="IsInFirstColumn">Whether its text stands in the first column.</param>
internal sealed record TotalPlan(CellSource Source, ImmutableArray<string> Starts, int Reconcile, bool IsInFirstColumn)
{
    public bool Fits(CellReader cells, int row)
    {
        var cell = cells.Read(row, Source);
        return cell.IsEmpty ? Starts.Contains("", StringComparer.Ordinal) : Fits(HeaderName.Normalise(Encoding.UTF8.GetString(cell)));
    }

    public bool Fits(string normalised)
    {
        foreach (var start in Starts)
        {
            if (start.Length > 0 && normalised.StartsWith(start, StringComparison.Ordinal)) { return true; }
        }

        return false;
    }
}
