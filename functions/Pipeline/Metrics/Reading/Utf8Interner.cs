using System.Buffers;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Text;
using Pipeline.Parquet;

namespace Pipeline.Metrics.Reading;

/// <summary>Gives each distinct UTF-8 text a dense number, in order of first sight. One writer at a time; readers only while nobody writes.</summary>
internal sealed class Utf8Interner
{
    private const ulong Prime = 0x9E3779B97F4A7C15;

    // A slot holds the upper half of the hash beside the number + 1, so that most misses never touch the bytes.
    private ulong[] _slots = new ulong[256];
    private int[] _offsets = new int[129];
    private byte[] _bytes = new byte[2048];

    /// <summary>How many distinct texts there are.</summary>
    public int Count { get; private set; }

    public ReadOnlySpan<byte> Bytes(int id) => _bytes.AsSpan(_offsets[id], _offsets[id + 1] - _offsets[id]);

    public string Text(int id) => Encoding.UTF8.GetString(Bytes(id));

    /// <summary>The number of <paramref name="text"/>, or -1.</summary>
    public int Find(ReadOnlySpan<byte> text) => Slot(text, Hash(text), out var id) ? id : -1;

    /// <summary>The number of <paramref name="text"/>, a new one when it was not seen before.</summary>
    public int Intern(ReadOnlySpan<byte> text)
    {
        var hash = Hash(text);
        if (Slot(text, hash, out var position)) { return position; }
        if ((Count + 1) * 2 > _slots.Length)
        {
            Grow();
            Slot(text, hash, out position);
        }

        _slots[position] = (hash & 0xFFFFFFFF_00000000) | (uint)(Count + 1);
        Append(text);
        return Count++;
    }

    public int Intern(string text) => Intern(Encoding.UTF8.GetBytes(text));

    /// <summary>The texts as a dictionary, with the codes of rows that point into it. What is interned later is not in it.</summary>
    public TextValues Coded(int[] codes) => new(_bytes, _offsets, Count, codes);

    /// <summary>Writes the number of every row's text into <paramref name="ids"/>, <paramref name="whenNull"/> for null.</summary>
    public void Intern(Column column, Span<int> ids, int whenNull = -1) => Map(column, ids, whenNull, add: true);

    /// <summary>As <see cref="Intern(Column, Span{int}, int)"/>, but texts that were never seen become <paramref name="whenNull"/> too.</summary>
    public void Find(Column column, Span<int> ids, int whenNull = -1) => Map(column, ids, whenNull, add: false);

    private void Map(Column column, Span<int> ids, int whenNull, bool add)
    {
        var texts = column.Texts!;
        if (texts.Codes is { } codes && texts.EntryCount <= column.Count)
        {
            var numbers = ArrayPool<int>.Shared.Rent(Math.Max(texts.EntryCount, 1));
            for (var entry = 0; entry < texts.EntryCount; entry++) { numbers[entry] = One(texts.Entry(entry), whenNull, add); }
            for (var row = 0; row < column.Count; row++) { ids[row] = column.HasValue(row) ? numbers[codes[row]] : whenNull; }
            ArrayPool<int>.Shared.Return(numbers);
            return;
        }

        for (var row = 0; row < column.Count; row++) { ids[row] = column.HasValue(row) ? One(texts.Row(row), whenNull, add) : whenNull; }
    }

    private int One(ReadOnlySpan<byte> text, int whenNull, bool add)
    {
        if (add) { return Intern(text); }
        var id = Find(text);
        return id < 0 ? whenNull : id;
    }

    /// <returns>Whether the text is there: then its number, otherwise the free slot to put it in.</returns>
    private bool Slot(ReadOnlySpan<byte> text, ulong hash, out int position)
    {
        var mask = _slots.Length - 1;
        for (var at = (int)(hash & (uint)mask); ; at = (at + 1) & mask)
        {
            var slot = _slots[at];
            if (slot == 0)
            {
                position = at;
                return false;
            }

            if (((slot ^ hash) & 0xFFFFFFFF_00000000) == 0 && Bytes(Number(slot)).SequenceEqual(text))
            {
                position = Number(slot);
                return true;
            }
        }
    }

    private void Append(ReadOnlySpan<byte> text)
    {
        var start = _offsets[Count];
        if (start + text.Length > _bytes.Length) { Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, start + text.Length)); }
        if (Count + 2 > _offsets.Length) { Array.Resize(ref _offsets, _offsets.Length * 2); }
        text.CopyTo(_bytes.AsSpan(start));
        _offsets[Count + 1] = start + text.Length;
    }

    private void Grow()
    {
        var old = _slots;
        _slots = new ulong[old.Length * 4];
        var mask = _slots.Length - 1;
        for (var id = 0; id < Count; id++)
        {
            var hash = Hash(Bytes(id));
            var at = (int)(hash & (uint)mask);
            while (_slots[at] != 0) { at = (at + 1) & mask; }
            _slots[at] = (hash & 0xFFFFFFFF_00000000) | (uint)(id + 1);
        }
    }

    private static int Number(ulong slot) => unchecked((int)(uint)slot) - 1;

    private static ulong Hash(ReadOnlySpan<byte> text)
    {
        unchecked
        {
            var hash = (ulong)text.Length * Prime;
            while (text.Length >= 8)
            {
                hash = Mix(hash ^ MemoryMarshal.Read<ulong>(text));
                text = text[8..];
            }

            var tail = 0UL;
            for (var i = 0; i < text.Length; i++) { tail |= (ulong)text[i] << (i * 8); }
            return Mix(hash ^ tail ^ 0xE7037ED1A0B428DB);
        }
    }

    private static ulong Mix(ulong value)
    {
        unchecked
        {
            value *= Prime;
            value ^= BitOperations.RotateRight(value, 32);
            return value * 0xD6E8FEB86659FD93;
        }
    }
}
