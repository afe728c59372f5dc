using System.Globalization;
using System.Runtime.CompilerServices;

namespace Pipeline.Parse.Reading;

/// <summary>Whence one value of a mapping comes: a column of the file, a fixed text, or the number of the row.</summary>
internal readonly record struct CellSource(int Column, byte[]? Fixed = null)
{
    public const int FixedText = -1;
    public const int RowNumber = -2;
}

/// <summary>Cells of a block as values: trimmed, without their quotes, and empty where they say nothing.</summary>
/// <remarks>A span it returns may lie in a scratch buffer and is valid until the next call.</remarks>
internal sealed class CellReader(RowBlock block, NullTokens nulls)
{
    private byte[] _scratch = new byte[256];

    public RowBlock Block => block;

    public NullTokens Nulls => nulls;

    /// <summary>The value, or nothing. Text behind a closing quote was refused before, so a quoted cell ends with its quote.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ReadOnlySpan<byte> Read(int row, int column)
    {
        var cell = block.Raw(row, column);
        if (cell.IsEmpty) { return cell; }
        if (cell[0] <= ' ' || cell[^1] <= ' ' || cell[0] == '"') { cell = Unwrap(cell); }
        return !cell.IsEmpty && nulls.Contains(cell) ? default : cell;
    }

    /// <summary>The first value that the sources have.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ReadOnlySpan<byte> Read(int row, CellSource[] sources) =>
        sources.Length == 1 && sources[0].Column >= 0 ? Read(row, sources[0].Column) : ReadFirst(row, sources);

    /// <summary>The value of one source.</summary>
    public ReadOnlySpan<byte> Read(int row, CellSource source) => source.Column switch
    {
        >= 0 => Read(row, source.Column),
        CellSource.RowNumber => Number(block.RowNumber(row)),
        _ => source.Fixed,
    };

    private ReadOnlySpan<byte> ReadFirst(int row, CellSource[] sources)
    {
        foreach (var source in sources)
        {
            var cell = Read(row, source);
            if (!cell.IsEmpty) { return cell; }
        }

        return default;
    }

    private ReadOnlySpan<byte> Unwrap(ReadOnlySpan<byte> cell)
    {
        cell = TrimSpace(cell);
        if (!block.HasQuotes || cell.Length < 2 || cell[0] != '"' || cell[^1] != '"') { return cell; }
        cell = cell[1..^1];
        var doubled = cell.IndexOf("\"\""u8);
        return TrimSpace(doubled < 0 ? cell : Undouble(cell, doubled));
    }

    private static ReadOnlySpan<byte> TrimSpace(ReadOnlySpan<byte> cell)
    {
        cell = cell.Trim(" \t\r\n"u8);
        // No-break spaces are what reports pad numbers and names with.
        while (cell.StartsWith("\u00A0"u8)) { cell = cell[2..]; }
        while (cell.EndsWith("\u00A0"u8)) { cell = cell[..^2]; }
        return cell;
    }

    private ReadOnlySpan<byte> Undouble(ReadOnlySpan<byte> cell, int doubled)
    {
        if (_scratch.Length < cell.Length) { _scratch = new byte[cell.Length * 2]; }
        var length = 0;
        while (doubled >= 0)
        {
            cell[..(doubled + 1)].CopyTo(_scratch.AsSpan(length));
            length += doubled + 1;
            cell = cell[(doubled + 2)..];
            doubled = cell.IndexOf("\"\""u8);
        }

        cell.CopyTo(_scratch.AsSpan(length));
        return _scratch.AsSpan(0, length + cell.Length);
    }

    private ReadOnlySpan<byte> Number(int number)
    {
        number.TryFormat(_scratch, out var length, default, CultureInfo.InvariantCulture);
        return _scratch.AsSpan(0, length);
    }
}
