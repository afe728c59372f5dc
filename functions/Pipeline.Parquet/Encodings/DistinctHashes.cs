using System.Buffers;
using System.Numerics;

namespace Pipeline.Parquet.Encodings;

/// <summary>Counts the distinct among some hashes, for estimates: of 4,096 texts two share a hash of 32 bits once in 500 samples.</summary>
internal sealed class DistinctHashes : IDisposable
{
    private readonly uint[] _slots;
    private readonly int _mask;
    private bool _hasZero;

    /// <param name="most">How many hashes will come at the most.</param>
    public DistinctHashes(int most)
    {
        _mask = (int)BitOperations.RoundUpToPowerOf2((uint)most * 2) - 1;
        _slots = ArrayPool<uint>.Shared.Rent(_mask + 1);
        _slots.AsSpan(0, _mask + 1).Clear();
    }

    public int Count { get; private set; }

    public void Add(uint hash)
    {
        // An empty slot holds zero.
        if (hash == 0)
        {
            Count += _hasZero ? 0 : 1;
            _hasZero = true;
            return;
        }

        var slot = unchecked((int)hash) & _mask;
        while (_slots[slot] != hash)
        {
            if (_slots[slot] == 0)
            {
                _slots[slot] = hash;
                Count++;
                return;
            }

            slot = (slot + 1) & _mask;
        }
    }

    public void Dispose() => ArrayPool<uint>.Shared.Return(_slots);
}
