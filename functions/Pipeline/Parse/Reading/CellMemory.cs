using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Pipeline.Parse.Reading;

/// <summary>Remembers which text of a column a cell became, so that a rule is asked once for each distinct cell of a block. Not for several threads.</summary>
/// <param name="arena">Where arrays come from.</param>
/// <param name="builder">The column.</param>
internal sealed class CellMemory(ColumnArena arena, TextColumnBuilder builder)
{
    /// <summary>Where cells hardly repeat, asking the rule is cheaper than remembering.</summary>
    private const int Limit = 4096;

    private readonly TextTable _cells = new(arena);
    private readonly int[] _codes = arena.Rent<int>(Limit);

    /// <summary>Adds what cells became before, up to the first that is new or needs a closer look: of that ask the rule, and call <see cref="Add"/>.</summary>
    /// <param name="cells">The cells.</param>
    /// <param name="rows">All rows of the column.</param>
    /// <param name="row">Which of them have been added.</param>
    /// <returns>How many of them have been added now.</returns>
    public int AddWhileKnown(ColumnCells cells, ReadOnlySpan<int> rows, int row)
    {
        if (!builder.IsCoded) { return row; }
        var known = _cells.Now;
        ref var codes = ref MemoryMarshal.GetArrayDataReference(_codes);
        ref var target = ref MemoryMarshal.GetReference(builder.Codes(rows.Length));
        for (; row < rows.Length; row = unchecked(row + 1))
        {
            ref var cell = ref cells.FindPlain(rows[row], ShortText.Room, out var length);
            if (Unsafe.IsNullRef(ref cell)) { break; }
            var number = known.Find(ShortText.At(ref cell, length), out _);
            if (number < 0) { break; }
            Put(ref target, row, Unsafe.Add(ref codes, number));
        }

        builder.GoOn(row);
        return row;
    }

    /// <summary>The same where only what stands behind the last mark of a cell decides.</summary>
    /// <inheritdoc cref="AddWhileKnown(ColumnCells, ReadOnlySpan{int}, int)"/>
    public int AddWhileKnown(ColumnCells cells, ReadOnlySpan<int> rows, int row, byte mark)
    {
        if (!builder.IsCoded) { return row; }
        var known = _cells.Now;
        var wanted = Vector256.Create(mark);
        ref var codes = ref MemoryMarshal.GetArrayDataReference(_codes);
        ref var target = ref MemoryMarshal.GetReference(builder.Codes(rows.Length));
        for (; row < rows.Length; row = unchecked(row + 1))
        {
            ref var cell = ref cells.FindPlain(rows[row], 2 * ShortText.Room, out var length);
            if (Unsafe.IsNullRef(ref cell)) { break; }
            var start = Behind(ref cell, length, wanted);
            length = unchecked(length - start);
            // Something must stand before the mark, and a short text behind it.
            if (unchecked((uint)(start - 2)) >= ShortText.Room || unchecked((uint)(length - 1)) >= ShortText.Room) { break; }
            var number = known.Find(ShortText.At(ref Unsafe.Add(ref cell, start), length), out _);
            if (number < 0) { break; }
            Put(ref target, row, Unsafe.Add(ref codes, number));
        }

        builder.GoOn(row);
        return row;
    }

    /// <summary>Where the bytes behind the last mark start, or 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Behind(ref byte cell, int length, Vector256<byte> mark)
    {
        var low = Vector256.Equals(Vector256.LoadUnsafe(ref cell), mark).ExtractMostSignificantBits();
        var high = Vector256.Equals(Vector256.LoadUnsafe(ref cell, ShortText.Room), mark).ExtractMostSignificantBits();
        return unchecked(64 - BitOperations.LeadingZeroCount((low | ((ulong)high << 32)) & (ulong.MaxValue >> (64 - length))));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Put(ref int target, int row, int code)
    {
        Unsafe.Add(ref target, row) = Math.Max(code, 0);
        if (code == TextColumnBuilder.NullCode) { builder.SetNull(row); }
    }

    /// <summary>Adds what a cell becomes: a text, or null for an empty one.</summary>
    /// <param name="cell">The cell, or what of it decides, from whose start <see cref="ShortText.Room"/> bytes can be read; empty when the text depends on more than it.</param>
    /// <param name="text">What it becomes.</param>
    public void Add(ReadOnlySpan<byte> cell, ReadOnlySpan<byte> text)
    {
        var code = TextColumnBuilder.NullCode;
        if (text.IsEmpty) { builder.AddNull(); }
        else { code = builder.Add(text); }
        if (code == TextColumnBuilder.NoCode || cell.IsEmpty || cell.Length > ShortText.Room || _cells.Count == Limit) { return; }
        _codes[_cells.Number(cell)] = code;
    }
}
