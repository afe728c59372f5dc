using System.Buffers;
using System.Runtime.CompilerServices;

namespace Pipeline.Parquet.Encodings;

/// <summary>The distinct values of a fixed-width column in order of first appearance. Values are told apart by their bits.</summary>
internal sealed class FixedDictionary<T> : IDisposable
    where T : unmanaged, IEquatable<T>
{
    // A longer search means values chosen to collide, or a bad mix; a dictionary is then not worth its cost.
    private const int LongestSearch = 64;

    private T[] _entries = ArrayPool<T>.Shared.Rent(1024);
    private int[] _slots = NewSlots(2048);
    private int _shift = 64 - 11;

    public int Count { get; private set; }

    public ReadOnlySpan<T> Entries => _entries.AsSpan(0, Count);

    /// <summary>A mix of a value's bits, of which the highest are the best.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Hash(T value)
    {
        var bits = Unsafe.SizeOf<T>() == sizeof(ulong) ? Unsafe.BitCast<T, ulong>(value) : Unsafe.BitCast<T, uint>(value);
        return unchecked((bits ^ (bits >> 32)) * 0x9E37_79B9_7F4A_7C15);
    }

    /// <summary>Codes every value.</summary>
    /// <returns><see langword="false"/> when more than <paramref name="limit"/> values are distinct; the codes are then unfinished.</returns>
    public bool TryCode(ReadOnlySpan<T> values, Span<int> codes, int limit)
    {
        var (slots, entries) = (_slots, _entries);
        codes = codes[..values.Length];
        for (var i = 0; i < codes.Length; i++)
        {
            var value = values[i];
            var slot = Home(value);
            var code = unchecked(slots[slot] - 1);
            if (code < 0 || !entries[code].Equals(value))
            {
                // Most values were seen and lie where their hash says.
                code = CodeFrom(slot, value);
                if (code < 0 || Count > limit) { return false; }
                (slots, entries) = (_slots, _entries);
            }

            codes[i] = code;
        }

        return true;
    }

    /// <summary>As <see cref="TryCode"/>, for integers that lie close together: a table takes the place of hashing.</summary>
    /// <param name="values">None is below <paramref name="least"/>.</param>
    /// <param name="codes">Gets the codes.</param>
    /// <param name="limit">How many may be distinct.</param>
    /// <param name="least">The smallest.</param>
    /// <param name="span">How far above it the largest lies, and one more.</param>
    public bool TryCodeNear(ReadOnlySpan<T> values, Span<int> codes, int limit, long least, int span)
    {
        if (span == 1)
        {
            AddEntry(values[0]);
            codes[..values.Length].Clear();
            return true;
        }

        var table = NewSlots(span);
        var isCoded = true;
        for (var i = 0; i < values.Length && isCoded; i++)
        {
            ref var code = ref table[unchecked((int)(Widen(values[i]) - least))];
            if (code == 0)
            {
                AddEntry(values[i]);
                code = Count;
                isCoded = Count <= limit;
            }

            codes[i] = code - 1;
        }

        ArrayPool<int>.Shared.Return(table);
        return isCoded;
    }

    public void Dispose()
    {
        ArrayPool<T>.Shared.Return(_entries);
        ArrayPool<int>.Shared.Return(_slots);
    }

    /// <summary>Looks from the slot on where the value would lie, and adds it where there is room.</summary>
    private int CodeFrom(int slot, T value)
    {
        var mask = (1 << (64 - _shift)) - 1;
        for (var search = 0; search < LongestSearch; search++)
        {
            var code = _slots[slot] - 1;
            if (code < 0) { return Add(value, slot); }
            if (_entries[code].Equals(value)) { return code; }
            slot = (slot + 1) & mask;
        }

        return -1;
    }

    private int Add(T value, int slot)
    {
        AddEntry(value);
        _slots[slot] = Count;
        var code = Count - 1;
        if (Count << 1 > 1 << (64 - _shift)) { Rehash(); }
        return code;
    }

    private void AddEntry(T value)
    {
        if (Count == _entries.Length) { GrowEntries(); }
        _entries[Count++] = value;
    }

    private void GrowEntries()
    {
        var larger = ArrayPool<T>.Shared.Rent(_entries.Length * 2);
        Entries.CopyTo(larger);
        ArrayPool<T>.Shared.Return(_entries);
        _entries = larger;
    }

    private void Rehash()
    {
        ArrayPool<int>.Shared.Return(_slots);
        _shift -= 2;
        var size = 1 << (64 - _shift);
        _slots = NewSlots(size);
        for (var code = 0; code < Count; code++)
        {
            var slot = Home(_entries[code]);
            while (_slots[slot] != 0) { slot = (slot + 1) & (size - 1); }
            _slots[slot] = code + 1;
        }
    }

    private int Home(T value) => (int)(Hash(value) >> _shift);

    private static long Widen(T value) => Unsafe.SizeOf<T>() == sizeof(long) ? Unsafe.BitCast<T, long>(value) : Unsafe.BitCast<T, int>(value);

    private static int[] NewSlots(int size)
    {
        var slots = ArrayPool<int>.Shared.Rent(size);
        slots.AsSpan(0, size).Clear();
        return slots;
    }
}
