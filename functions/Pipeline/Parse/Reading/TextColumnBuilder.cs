using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Pipeline.Parquet;

namespace Pipeline.Parse.Reading;

/// <summary>Collects the texts of a column: as a dictionary while values repeat, plain once they do not.</summary>
/// <remarks>What it decides depends on the rows of its block alone, so that the same file always gives the same bytes.</remarks>
internal sealed class TextColumnBuilder
{
    /// <summary>A dictionary may have this many entries whatever the rows are.</summary>
    private const int FreeEntries = 256;

    private const int CopyRoom = 16;

    private readonly ColumnArena _arena;
    private readonly int[] _offsets;
    private readonly ValidityBits _validity;
    private readonly int _count;
    private byte[] _bytes;
    private int _length;
    private int _entries;
    private int _rows;
    private int[]? _codes;
    private int[] _slots = [];
    private int _mask;

    /// <param name="arena">Where arrays come from.</param>
    /// <param name="count">How many rows will come.</param>
    public TextColumnBuilder(ColumnArena arena, int count)
    {
        _arena = arena;
        _count = count;
        _offsets = arena.Rent<int>(count + 1);
        _offsets[0] = 0;
        _validity = new(arena, count);
        _bytes = arena.Rent<byte>(Math.Max(4096, Math.Min(count, 4096) * 16));
        _codes = arena.Rent<int>(Math.Max(count, 1));
        Resize(1024);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(ReadOnlySpan<byte> text)
    {
        if (_codes is null) { AddEntry(text); }
        else { AddCoded(text); }
        _rows++;
    }

    public void AddNull()
    {
        _validity.SetNull(_rows);
        if (_codes is null) { AddEntry(default); }
        else { _codes[_rows] = 0; }
        _rows++;
    }

    public Column Build() => Column.OfTexts(new(_bytes, _offsets, _entries, _codes), _count, _validity.Words);

    private void AddCoded(ReadOnlySpan<byte> text)
    {
        var slot = Find(text);
        if (_slots[slot] == 0)
        {
            if (_entries >= FreeEntries && _entries * 3 > _rows)
            {
                Expand();
                AddEntry(text);
                return;
            }

            AddEntry(text);
            _slots[slot] = _entries;
            if (_entries * 2 > _mask) { Resize((_mask + 1) * 4); }
            _codes![_rows] = _entries - 1;
            return;
        }

        _codes![_rows] = _slots[slot] - 1;
    }

    private void AddEntry(ReadOnlySpan<byte> text)
    {
        var end = _length + text.Length;
        // Room for the whole vectors that a short copy writes.
        if (end + CopyRoom > _bytes.Length) { Grow(end + CopyRoom); }
        Copy(text, ref _bytes[_length]);
        _length = end;
        _offsets[++_entries] = end;
    }

    /// <summary>Copies bytes; most texts are shorter than two vectors, for which a call would cost more than the copy.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Copy(ReadOnlySpan<byte> text, ref byte target)
    {
        ref var source = ref MemoryMarshal.GetReference(text);
        if (text.Length is >= 8 and <= 16)
        {
            Unsafe.WriteUnaligned(ref target, Unsafe.ReadUnaligned<ulong>(ref source));
            Unsafe.WriteUnaligned(ref Unsafe.Add(ref target, text.Length - 8), Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref source, text.Length - 8)));
        }
        else
        {
            text.CopyTo(MemoryMarshal.CreateSpan(ref target, text.Length));
        }
    }

    private void Grow(int needed)
    {
        // Assume that the rows to come are like those that came.
        var likely = _rows == 0 ? 0 : (long)_length * _count / _rows * 9 / 8;
        var bytes = _arena.Rent<byte>((int)Math.Min(Math.Max(Math.Max(needed, _bytes.Length * 2L), Math.Min(likely, int.MaxValue / 2)), Array.MaxLength));
        _bytes.AsSpan(0, _length).CopyTo(bytes);
        _bytes = bytes;
    }

    /// <summary>Turns what is coded so far into plain texts.</summary>
    private void Expand()
    {
        var (codes, entryBytes) = (_codes!, _bytes);
        var entryOffsets = _offsets.AsSpan(0, _entries + 1).ToArray();
        _codes = null;
        _bytes = _arena.Rent<byte>(Math.Max(_bytes.Length, (int)Math.Min((long)_length * _count / Math.Max(1, _entries) * 9 / 8, 1 << 26)));
        (_length, _entries) = (0, 0);
        for (var row = 0; row < _rows; row++)
        {
            var code = codes[row];
            AddEntry(_validity.Words is null || IsValid(row) ? entryBytes.AsSpan(entryOffsets[code], entryOffsets[code + 1] - entryOffsets[code]) : default);
        }
    }

    private bool IsValid(int row) => ((_validity.Words![row >> 6] >> (row & 63)) & 1) != 0;

    private int Find(ReadOnlySpan<byte> text)
    {
        var slot = Hash(text) & _mask;
        while (_slots[slot] != 0)
        {
            var entry = _slots[slot] - 1;
            var start = _offsets[entry];
            if (_offsets[entry + 1] - start == text.Length && IsSame(text, ref _bytes[start])) { return slot; }
            slot = (slot + 1) & _mask;
        }

        return slot;
    }

    /// <summary>Whether the bytes of a text are those at another place; short ones, as labels are, without a call.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool IsSame(ReadOnlySpan<byte> text, ref byte other)
    {
        ref var first = ref MemoryMarshal.GetReference(text);
        var last = text.Length - 1;
        return text.Length switch
        {
            0 => true,
            <= 3 => first == other && Unsafe.Add(ref first, text.Length / 2) == Unsafe.Add(ref other, text.Length / 2) && Unsafe.Add(ref first, last) == Unsafe.Add(ref other, last),
            <= 7 => AreSame<uint>(ref first, ref other, 0) && AreSame<uint>(ref first, ref other, text.Length - sizeof(uint)),
            <= 16 => AreSame<ulong>(ref first, ref other, 0) && AreSame<ulong>(ref first, ref other, text.Length - sizeof(ulong)),
            _ => text.SequenceEqual(MemoryMarshal.CreateReadOnlySpan(ref other, text.Length)),
        };
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool AreSame<T>(ref byte one, ref byte other, int offset)
        where T : unmanaged, IEquatable<T> => Unsafe.ReadUnaligned<T>(ref Unsafe.Add(ref one, offset)).Equals(Unsafe.ReadUnaligned<T>(ref Unsafe.Add(ref other, offset)));

    /// <param name="slots">A power of two.</param>
    private void Resize(int slots)
    {
        _slots = _arena.Rent<int>(slots);
        _mask = slots - 1;
        Array.Clear(_slots, 0, slots);
        for (var entry = 0; entry < _entries; entry++)
        {
            _slots[Find(_bytes.AsSpan(_offsets[entry], _offsets[entry + 1] - _offsets[entry]))] = entry + 1;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Hash(ReadOnlySpan<byte> text)
    {
        unchecked
        {
            ulong head, tail;
            if (text.Length >= 8)
            {
                head = BinaryPrimitives.ReadUInt64LittleEndian(text);
                tail = BinaryPrimitives.ReadUInt64LittleEndian(text[^8..]);
                for (var i = 8; i + 8 < text.Length; i += 8) { head = (head * 0x9E37_79B9_7F4A_7C15) ^ BinaryPrimitives.ReadUInt64LittleEndian(text[i..]); }
            }
            else if (text.Length >= 4)
            {
                head = BinaryPrimitives.ReadUInt32LittleEndian(text);
                tail = BinaryPrimitives.ReadUInt32LittleEndian(text[^4..]);
            }
            else
            {
                head = text.Length > 0 ? text[0] | ((ulong)text[text.Length / 2] << 8) | ((ulong)text[^1] << 16) : 0;
                tail = 0;
            }

            var mixed = (head ^ (tail << 21 | tail >> 43) ^ (ulong)text.Length) * 0x9E37_79B9_7F4A_7C15;
            return (int)(mixed >> 33);
        }
    }
}
