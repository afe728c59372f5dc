using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Pipeline.Parquet;

namespace Pipeline.Parse.Reading;

/// <summary>Collects the texts of a column: as a dictionary while values repeat, plain once they do not.</summary>
/// <remarks>What it decides depends on the rows of its block alone, so that the same file always gives the same bytes.</remarks>
internal sealed class TextColumnBuilder
{
    /// <summary>The code of a text that stands in no dictionary.</summary>
    public const int NoCode = -1;

    /// <summary>Stands for null where codes are remembered.</summary>
    public const int NullCode = -2;

    /// <summary>A byte that stands in no text.</summary>
    public const byte NoneIsOdd = 0xFF;

    /// <summary>A dictionary may have this many entries whatever the rows are.</summary>
    private const int FreeEntries = 256;

    private readonly ColumnArena _arena;
    private readonly ValidityBits _validity;
    private readonly int _count;
    private readonly TextTable _table;
    private int _rows;

    /// <summary>For each row its text in the dictionary, or <see langword="null"/> once there is none.</summary>
    private int[]? _codes;

    // Plain texts.
    private int[] _offsets = [];
    private byte[] _bytes = [];
    private int _length;

    /// <param name="arena">Where arrays come from.</param>
    /// <param name="count">How many rows will come.</param>
    public TextColumnBuilder(ColumnArena arena, int count)
    {
        _arena = arena;
        _count = count;
        _validity = new(arena, count);
        _table = new(arena);
        _codes = arena.Rent<int>(Math.Max(count, 1));
    }

    /// <summary>Adds the values of rows up to the first that needs a closer look.</summary>
    /// <param name="cells">The cells.</param>
    /// <param name="rows">All rows of the column.</param>
    /// <param name="takesBlank">Whether a blank cell is null.</param>
    /// <param name="odd">A character for which a cell needs a closer look, or <see cref="NoneIsOdd"/>.</param>
    /// <returns>How many rows have been added since the column began.</returns>
    public int AddWhilePlain(ColumnCells cells, ReadOnlySpan<int> rows, bool takesBlank, byte odd)
    {
        while (true)
        {
            _rows = _codes is null ? AddEach(cells, rows, takesBlank, odd) : AddCoded(cells, rows, takesBlank, odd);
            if (_rows == rows.Length) { return _rows; }
            var cell = cells.Plain(rows[_rows]);
            if (cell.IsEmpty || (odd != NoneIsOdd && cell.Contains(odd))) { return _rows; }
            AddCell(cell);
        }
    }

    /// <summary>Adds short texts while the dictionary may have them.</summary>
    private int AddCoded(ColumnCells cells, ReadOnlySpan<int> rows, bool takesBlank, byte odd)
    {
        var table = _table.Now;
        ref var codes = ref MemoryMarshal.GetReference(_codes.AsSpan(0, rows.Length));
        ref var numbers = ref MemoryMarshal.GetReference(rows);
        var wanted = Vector256.Create(odd);
        var row = _rows;
        for (; row < rows.Length; row = unchecked(row + 1))
        {
            ref var cell = ref cells.FindPlain(Unsafe.Add(ref numbers, row), ShortText.Room, out var length);
            if (Unsafe.IsNullRef(ref cell))
            {
                if (!takesBlank || !cells.IsBlank(rows[row])) { break; }
                _validity.SetNull(row);
                Unsafe.Add(ref codes, row) = 0;
                continue;
            }

            var text = ShortText.At(ref cell, length);
            if (odd != NoneIsOdd && Vector256.EqualsAny(text.Bytes, wanted)) { break; }
            var code = table.Find(text, out var slot);
            if (code < 0)
            {
                _rows = row;
                if (!HasRoom()) { break; }
                code = _table.Add(text, slot);
                table = _table.Now;
            }

            Unsafe.Add(ref codes, row) = code;
        }

        return row;
    }

    /// <summary>Adds texts of up to <see cref="ColumnCells.Room"/> bytes one after another.</summary>
    private int AddEach(ColumnCells cells, ReadOnlySpan<int> rows, bool takesBlank, byte odd)
    {
        ref var offsets = ref _offsets[rows.Length];
        offsets = ref Unsafe.Subtract(ref offsets, rows.Length - 1);
        ref var bytes = ref MemoryMarshal.GetArrayDataReference(_bytes);
        var limit = _bytes.Length - ColumnCells.Room;
        var longest = odd == NoneIsOdd ? 2 * ShortText.Room : ShortText.Room;
        var wanted = Vector256.Create(odd);
        ref var numbers = ref MemoryMarshal.GetReference(rows);
        var (row, length) = (_rows, _length);
        for (; row < rows.Length; row = unchecked(row + 1))
        {
            ref var cell = ref cells.FindPlain(Unsafe.Add(ref numbers, row), longest, out var size);
            if (Unsafe.IsNullRef(ref cell) || length > limit)
            {
                if (!takesBlank || !cells.IsBlank(rows[row])) { break; }
                _validity.SetNull(row);
                Unsafe.Add(ref offsets, row) = length;
                continue;
            }

            var first = Vector256.LoadUnsafe(ref cell);
            // What lies behind the cell is seen as well, and seldom holds what is looked for.
            if (odd != NoneIsOdd && Vector256.EqualsAny(first, wanted) && ShortText.At(ref cell, size).Contains(odd)) { break; }
            unchecked
            {
                first.StoreUnsafe(ref bytes, (nuint)length);
                if (odd == NoneIsOdd) { Vector256.LoadUnsafe(ref cell, ShortText.Room).StoreUnsafe(ref bytes, (nuint)length + ShortText.Room); }
                length += size;
                Unsafe.Add(ref offsets, row) = length;
            }
        }

        _length = length;
        return row;
    }

    /// <summary>Adds a text from anywhere and returns its code, or <see cref="NoCode"/>.</summary>
    public int Add(ReadOnlySpan<byte> text) => _codes is null ? Add(text, NoCode, 0) : Add(text, _table.Find(text, out var slot), slot);

    /// <summary>Adds a text, from whose start <see cref="ShortText.Room"/> bytes can be read.</summary>
    public void AddCell(ReadOnlySpan<byte> cell)
    {
        if (_codes is null || cell.Length > ShortText.Room) { Add(cell); }
        else { Add(cell, _table.Find(ShortText.At(ref MemoryMarshal.GetReference(cell), cell.Length), out var slot), slot); }
    }

    /// <summary>Whether there still is a dictionary.</summary>
    public bool IsCoded => _codes is not null;

    /// <summary>Adds texts of the same length, which lie one after another, where there is no dictionary any more.</summary>
    public void AddPlain(ReadOnlySpan<byte> texts, int length)
    {
        var start = _length;
        if (start + texts.Length + ColumnCells.Room > _bytes.Length) { Grow(texts.Length + ColumnCells.Room); }
        texts.CopyTo(_bytes.AsSpan(start));
        _length += texts.Length;
        for (var end = start + length; end <= _length; end += length) { _offsets[++_rows] = end; }
    }

    private int Add(ReadOnlySpan<byte> text, int code, int slot)
    {
        if (code < 0 && _codes is not null && HasRoom()) { code = _table.Add(text, slot); }
        if (code < 0) { AddPlain(text); }
        else { _codes![_rows] = code; }
        _rows++;
        return code;
    }

    /// <summary>Where the codes of the next rows may be written while there is a dictionary; <see cref="GoOn"/> says how many were.</summary>
    /// <param name="rows">All rows of the column.</param>
    public Span<int> Codes(int rows) => _codes.AsSpan(0, rows);

    /// <summary>Says that the codes of all rows before this one are written.</summary>
    public void GoOn(int row) => _rows = row;

    /// <summary>Says that a row whose code is written has no value.</summary>
    public void SetNull(int row) => _validity.SetNull(row);

    public void AddNull()
    {
        _validity.SetNull(_rows);
        if (_codes is null) { AddPlain([]); }
        else { _codes[_rows] = 0; }
        _rows++;
    }

    public Column Build() => Column.OfTexts(
        _codes is null ? new(_bytes, _offsets, _rows, null) : new(_table.Bytes, _table.Offsets, _table.Count, _codes), _count, _validity.Words);

    /// <summary>Whether the dictionary may grow; where texts do not repeat it ends here.</summary>
    private bool HasRoom()
    {
        if (_table.Count < FreeEntries || _table.Count * 3 <= _rows) { return true; }
        Expand();
        return false;
    }

    private void AddPlain(ReadOnlySpan<byte> text)
    {
        if (_length + text.Length + ColumnCells.Room > _bytes.Length) { Grow(text.Length + ColumnCells.Room); }
        text.CopyTo(_bytes.AsSpan(_length));
        _length += text.Length;
        _offsets[_rows + 1] = _length;
    }

    private void Grow(int more)
    {
        // Assume that the rows to come are like those that came.
        var likely = _rows == 0 ? 0 : (long)_length * _count / _rows * 9 / 8;
        var bytes = _arena.Rent<byte>((int)Math.Min(Math.Max(Math.Max(_length + more, _bytes.Length * 2L), Math.Min(likely, int.MaxValue / 2)), Array.MaxLength));
        _bytes.AsSpan(0, _length).CopyTo(bytes);
        _bytes = bytes;
    }

    /// <summary>Turns what is coded so far into plain texts.</summary>
    private void Expand()
    {
        var codes = _codes!;
        _codes = null;
        _offsets = _arena.Rent<int>(_count + 1);
        _offsets[0] = 0;
        _bytes = _arena.Rent<byte>((int)Math.Min((long)_table.Length * _count / _table.Count * 9 / 8, 1 << 26) + ColumnCells.Room);
        var rows = _rows;
        for (_rows = 0; _rows < rows; _rows++)
        {
            AddPlain(_validity.Words is null || IsValid(_rows) ? _table[codes[_rows]] : default);
        }
    }

    private bool IsValid(int row) => ((_validity.Words![row >> 6] >> (row & 63)) & 1) != 0;
}
