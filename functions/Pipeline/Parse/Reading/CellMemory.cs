using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

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

    /// <summary>Adds what a cell became before.</summary>
    /// <param name="cell">The cell, or what of it decides; <see cref="ShortText.Room"/> bytes can be read from its start.</param>
    /// <returns><see langword="false"/> when the cell is new: then ask the rule and call <see cref="Add"/>.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryAdd(ReadOnlySpan<byte> cell)
    {
        if (unchecked((uint)(cell.Length - 1)) >= ShortText.Room) { return false; }
        var number = _cells.Find(ShortText.At(ref MemoryMarshal.GetReference(cell), cell.Length), out _);
        return number >= 0 && builder.TryAddAgain(_codes[number]);
    }

    /// <summary>Adds what a cell becomes: a text, or null for an empty one.</summary>
    /// <param name="cell">As in <see cref="TryAdd"/>; empty when the text depends on more than it.</param>
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
