using System.Buffers;

namespace Pipeline.Parquet.Encodings;

/// <summary>The distinct texts of a plain text column in order of first appearance, each known by a row that holds it.</summary>
internal sealed class TextDictionary(TextValues texts) : IDisposable
{
    private const int LongestSearch = 64;

    private int[] _rows = ArrayPool<int>.Shared.Rent(1024);
    private TextKey[] _keys = ArrayPool<TextKey>.Shared.Rent(1024);
    private int[] _slots = NewSlots(2048);
    private int _mask = 2047;

    public int Count { get; private set; }

    /// <summary>For each entry a row that holds its text.</summary>
    public ReadOnlySpan<int> Rows => _rows.AsSpan(0, Count);

    /// <summary>Codes the texts of <paramref name="rows"/>.</summary>
    /// <returns><see langword="false"/> when more than <paramref name="limit"/> texts are distinct; the codes are then unfinished.</returns>
    public bool TryCode(RowSelection rows, Span<int> codes, int limit)
    {
        for (var i = 0; i < rows.Count; i++)
        {
            var code = CodeOf(rows[i]);
            if (code < 0 || Count > limit) { return false; }
            codes[i] = code;
        }

        return true;
    }

    public void Dispose()
    {
        ArrayPool<int>.Shared.Return(_rows);
        ArrayPool<TextKey>.Shared.Return(_keys);
        ArrayPool<int>.Shared.Return(_slots);
    }

    private int CodeOf(int row)
    {
        var text = texts.Entry(row);
        var key = TextKey.Of(text);
        var slot = unchecked((int)key.Hash(text)) & _mask;
        for (var search = 0; search < LongestSearch; search++)
        {
            var code = _slots[slot] - 1;
            if (code < 0) { return Add(row, key, slot); }
            if (_keys[code] == key && (key.IsWhole || texts.Entry(_rows[code]).SequenceEqual(text))) { return code; }
            slot = (slot + 1) & _mask;
        }

        return -1;
    }

    private int Add(int row, TextKey key, int slot)
    {
        if (Count == Math.Min(_rows.Length, _keys.Length))
        {
            _rows = Grow(_rows);
            _keys = Grow(_keys);
        }

        _rows[Count] = row;
        _keys[Count] = key;
        _slots[slot] = ++Count;
        var code = Count - 1;
        if (Count << 1 > _mask) { Rehash(); }
        return code;
    }

    private T[] Grow<T>(T[] array)
    {
        var larger = ArrayPool<T>.Shared.Rent(array.Length * 2);
        array.AsSpan(0, Count).CopyTo(larger);
        ArrayPool<T>.Shared.Return(array);
        return larger;
    }

    private void Rehash()
    {
        ArrayPool<int>.Shared.Return(_slots);
        var size = (_mask + 1) << 2;
        _mask = size - 1;
        _slots = NewSlots(size);
        for (var code = 0; code < Count; code++)
        {
            var slot = unchecked((int)_keys[code].Hash(texts.Entry(_rows[code]))) & _mask;
            while (_slots[slot] != 0) { slot = (slot + 1) & _mask; }
            _slots[slot] = code + 1;
        }
    }

    private static int[] NewSlots(int size)
    {
        var slots = ArrayPool<int>.Shared.Rent(size);
        slots.AsSpan(0, size).Clear();
        return slots;
    }
}
