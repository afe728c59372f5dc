using System.Text;
using Pipeline.Model;

namespace Pipeline.Parse;

/// <summary>Fills in what grouped reports write once for several rows: blank cells under a group, and the heading of a section.</summary>
/// <remarks>A row then depends on those before it, so these reports, which are small, are cut by one thread.</remarks>
/// <param name="inner">The rows as the file has them.</param>
/// <param name="filled">Columns in which a blank means the value above.</param>
/// <param name="hasSections">Whether headings stand in rows of their own; the last column then holds them.</param>
internal sealed class CarriedRows(IRowSource inner, int[] filled, bool hasSections) : IRowSource
{
    /// <summary>The name of the column that holds the heading.</summary>
    public const string Section = "{section}";

    private readonly byte[][] _above = [.. filled.Select(_ => Array.Empty<byte>())];
    private byte[] _section = [];

    public ExportRefused? Refused => inner.Refused;

    public async ValueTask<RowWork?> NextAsync(CancellationToken cancellationToken)
    {
        var next = await inner.NextAsync(cancellationToken).ConfigureAwait(false);
        if (next is null) { return null; }
        var block = Carry(next.Cut(new ColumnArena()));
        next.Release();
        return new(_ => block, () => { });
    }

    public ValueTask DisposeAsync() => inner.DisposeAsync();

    private RowBlock Carry(RowBlock block)
    {
        var writer = new RowBlockWriter(block.ColumnCount + (hasSections ? 1 : 0)) { KeepsQuotes = block.HasQuotes };
        var defects = new Queue<DefectiveRow>(block.Defects.OrderBy(defect => defect.RowNumber));
        for (var row = 0; row < block.RowCount; row++)
        {
            while (defects.TryPeek(out var defect) && defect.RowNumber < block.RowNumber(row)) { Add(writer, defects.Dequeue()); }
            Add(writer, block, row);
        }

        while (defects.TryDequeue(out var defect)) { Add(writer, defect); }
        return writer.Build(block.InputRows);
    }

    private void Add(RowBlockWriter writer, DefectiveRow defect)
    {
        // A heading may be the only cell of its line.
        if (hasSections && defect.Text.Length > 0 && defect.Rule == "ragged_row" && !defect.Text.AsSpan().ContainsAny(",;\t"))
        {
            _section = Encoding.UTF8.GetBytes(defect.FirstCell);
            writer.Headings++;
            return;
        }

        writer.Defects.Add(defect);
    }

    private void Add(RowBlockWriter writer, RowBlock block, int row)
    {
        if (hasSections && IsHeading(block, row))
        {
            _section = block.Raw(row, 0).Trim(" \t\r\""u8).ToArray();
            writer.Headings++;
            return;
        }

        for (var column = 0; column < block.ColumnCount; column++) { writer.Add(Filled(block, row, column)); }
        if (hasSections) { writer.Add(_section); }
        writer.EndRow(block.RowNumber(row));
    }

    private ReadOnlySpan<byte> Filled(RowBlock block, int row, int column)
    {
        var cell = block.Raw(row, column);
        var index = Array.IndexOf(filled, column);
        if (index < 0) { return cell; }
        if (cell.Trim(" \t\r\""u8).IsEmpty) { return _above[index]; }
        _above[index] = cell.ToArray();
        return cell;
    }

    private static bool IsHeading(RowBlock block, int row)
    {
        if (block.Raw(row, 0).Trim(" \t\r\""u8).IsEmpty) { return false; }
        for (var column = 1; column < block.ColumnCount; column++)
        {
            if (!block.Raw(row, column).Trim(" \t\r\""u8).IsEmpty) { return false; }
        }

        return true;
    }
}
