using System.Numerics;

namespace Pipeline.Facts;

/// <summary>A set of 64-bit hashes of a range with open addressing: 8 bytes a slot, at most two thirds full.</summary>
internal sealed class KeySet
{
    private readonly HashRange _range;
    private ulong[] _slots;
    private int _count;
    private bool _hasZero;

    public KeySet(HashRange range, int capacity = 0) =>
        (_range, _slots) = (range, new ulong[BitOperations.RoundUpToPowerOf2((uint)Math.Max(16, capacity + (capacity / 2) + 1))]);

    /// <summary>The hashes of some blocks that are of a range.</summary>
    public static KeySet Of(IReadOnlyList<GroupedHashes> blocks, HashRange range)
    {
        var set = new KeySet(range, checked((int)(blocks.Sum(block => (long)block.Count) / range.Count)));
        foreach (var block in blocks)
        {
            foreach (var hash in block.All)
            {
                if (range.Contains(hash)) { set.Add(hash); }
            }
        }

        return set;
    }

    public int Count => _count + (_hasZero ? 1 : 0);

    /// <summary>Adds a hash of the range.</summary>
    /// <returns><see langword="false"/> when it is there already.</returns>
    public bool Add(ulong hash)
    {
        if (hash == 0)
        {
            var isNew = !_hasZero;
            _hasZero = true;
            return isNew;
        }

        if ((_count + 1) * 3L > _slots.Length * 2L) { Grow(); }
        var slot = Find(hash);
        if (_slots[slot] == hash) { return false; }
        _slots[slot] = hash;
        _count++;
        return true;
    }

    /// <summary>Takes out all hashes, and keeps the room for as many.</summary>
    public void Clear()
    {
        if (Count > 0) { Array.Clear(_slots); }
        (_count, _hasZero) = (0, false);
    }

    // Most hashes of a large table are of other ranges, and looking at the slots misses the cache.
    public bool Contains(ulong hash) => _range.Contains(hash) && (hash == 0 ? _hasZero : _slots[Find(hash)] == hash);

    private int Find(ulong hash)
    {
        var mask = _slots.Length - 1;
        var slot = (int)(hash & (ulong)mask);
        while (_slots[slot] != 0 && _slots[slot] != hash) { slot = (slot + 1) & mask; }
        return slot;
    }

    private void Grow()
    {
        var old = _slots;
        _slots = new ulong[old.Length * 2];
        foreach (var hash in old)
        {
            if (hash != 0) { _slots[Find(hash)] = hash; }
        }
    }
}
