using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;

namespace Pipeline.Parse.Reading;

/// <summary>The values of a mapping, row by row: nearly all of them are bytes of one column as they stand in the block, which are found without a check or a call.</summary>
/// <remarks>It reads memory without checking bounds: the ends of a block's cells lie within its bytes, and the rows that it is asked for are the block's.</remarks>
internal readonly ref struct ColumnCells
{
    /// <summary>How many bytes can be read from the start of a cell that <see cref="Plain"/> gives.</summary>
    public const int Room = (2 * ShortText.Room) + 1;

    /// <summary>How many bytes ahead of a cell others are asked for.</summary>
    private const int Ahead = 1024;

    /// <summary>The ends of a blank cell.</summary>
    private static readonly int[] Nowhere = [0, 1];

    private readonly ref byte _bytes;
    private readonly ref byte _oddStarts;

    /// <summary>The end before the column's cell of the first row.</summary>
    private readonly ref int _ends;

    /// <summary>How many cells a row has, or 0 when the first source is no column.</summary>
    private readonly nint _stride;

    /// <summary>The last place behind which there is <see cref="Room"/>.</summary>
    private readonly int _lastStart;

    private readonly NullTokens _nulls;
    private readonly bool _hasQuotes;
    private readonly bool _isAlone;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ColumnCells(CellReader cells, CellSource[] sources)
    {
        var block = cells.Block;
        var isColumn = sources.Length > 0 && sources[0].Column >= 0 && block.RowCount > 0;
        _bytes = ref MemoryMarshal.GetArrayDataReference(block.Bytes);
        _oddStarts = ref MemoryMarshal.GetReference(cells.Nulls.OddStarts);
        _ends = ref isColumn ? ref block.Ends[sources[0].Column] : ref Nowhere[0];
        _stride = isColumn ? block.ColumnCount : 0;
        _lastStart = block.Bytes.Length - Room;
        _nulls = cells.Nulls;
        _hasQuotes = block.HasQuotes;
        _isAlone = isColumn && sources.Length == 1;
    }

    /// <summary>Finds the bytes of a row's cell as they stand in the block; there is <see cref="Room"/> behind its start.</summary>
    /// <param name="row">The row.</param>
    /// <param name="longest">How many bytes the cell may have; it has at least one.</param>
    /// <param name="length">How many it has.</param>
    /// <returns>A null reference when it is blank or longer, or at the end of the block.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ref byte Find(int row, int longest, out int length)
    {
        unchecked
        {
            ref var ends = ref Unsafe.Add(ref _ends, row * _stride);
            var start = ends + 1;
            length = Unsafe.Add(ref ends, 1) - start;
            if ((uint)(length - 1) >= (uint)longest || start > _lastStart) { return ref Unsafe.NullRef<byte>(); }
            ref var first = ref Unsafe.Add(ref _bytes, (nint)start);
            Expect(ref first);
            return ref first;
        }
    }

    /// <summary>Asks for bytes that come some rows later: a column's cells lie too far apart for the processor to see that they are read one after another.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static unsafe void Expect(ref byte first)
    {
        // Places are never looked at by this, so that it does not matter whether they are still the block's.
        if (!Sse.IsSupported) { return; }
        Sse.Prefetch0(Unsafe.AsPointer(ref Unsafe.Add(ref first, Ahead)));
        Sse.Prefetch0(Unsafe.AsPointer(ref Unsafe.Add(ref first, Ahead + 64)));
    }

    /// <summary>Finds the value of a row, unless it needs a second look: nothing around it, and no token for null.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ref byte FindPlain(int row, int longest, out int length)
    {
        ref var first = ref Find(row, longest, out length);
        if (Unsafe.IsNullRef(ref first)) { return ref first; }
        if (Unsafe.Add(ref _oddStarts, (nint)first) == 0 && Unsafe.Add(ref first, unchecked((nint)length - 1)) > ' ') { return ref first; }
        var value = Odd(MemoryMarshal.CreateReadOnlySpan(ref first, length), _nulls, _hasQuotes);
        length = value.Length;
        return ref MemoryMarshal.GetReference(value);
    }

    /// <summary>The value of a row if it needs no second look, otherwise nothing: then ask the reader of cells. There is <see cref="Room"/> behind its start.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ReadOnlySpan<byte> Plain(int row)
    {
        unchecked
        {
            ref var ends = ref Unsafe.Add(ref _ends, row * _stride);
            var start = ends + 1;
            var length = Unsafe.Add(ref ends, 1) - start;
            if (length <= 0 || start > _lastStart) { return default; }
            ref var first = ref Unsafe.Add(ref _bytes, (nint)start);
            Expect(ref first);
            return Unsafe.Add(ref _oddStarts, (nint)first) == 0 && Unsafe.Add(ref first, (nint)length - 1) > ' '
                ? MemoryMarshal.CreateReadOnlySpan(ref first, length)
                : Odd(MemoryMarshal.CreateReadOnlySpan(ref first, length), _nulls, _hasQuotes);
        }
    }

    /// <summary>Whether a row has no value because its only cell is empty.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool IsBlank(int row)
    {
        ref var ends = ref Unsafe.Add(ref _ends, unchecked(row * _stride));
        return _isAlone && Unsafe.Add(ref ends, 1) - ends == 1;
    }

    /// <summary>A cell that looks like a token for null and is none, or what stands between quotes; blanks, and quotes within quotes, are a case for the reader of cells.</summary>
    private static ReadOnlySpan<byte> Odd(ReadOnlySpan<byte> cell, NullTokens nulls, bool hasQuotes)
    {
        if (cell[0] == '"')
        {
            if (!hasQuotes || cell.Length < 3 || cell[^1] != '"') { return default; }
            cell = cell[1..^1];
            // A no-break space starts with C2 and ends with A0.
            if (cell[0] is (byte)'"' or 0xC2 || cell[^1] == 0xA0 || cell.Contains((byte)'"')) { return default; }
        }

        return cell[0] <= ' ' || cell[^1] <= ' ' || nulls.Contains(cell) ? default : cell;
    }
}
