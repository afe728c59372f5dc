using System.Buffers;
using System.Numerics;

namespace Pipeline.Facts;

/// <summary>A bit for each of many small ranges of 64-bit hashes, some eight to sixteen times as many as there are hashes.</summary>
internal sealed class HashBits : IDisposable
{
    private const int BitsPerHash = 8;
    private const int WordBits = 6;

    // Two words: the number of the word takes at least one bit of the hash.
    private const ulong FewestBits = 128;

    private readonly ulong[] _words;
    private readonly int _shift;

    /// <param name="hashes">About how many hashes will be added.</param>
    public HashBits(long hashes)
    {
        var bits = BitOperations.RoundUpToPowerOf2(Math.Max((ulong)hashes * BitsPerHash, FewestBits));
        _shift = 64 - BitOperations.Log2(bits);
        _words = ArrayPool<ulong>.Shared.Rent(checked((int)(bits >> WordBits)));
        Array.Clear(_words);
    }

    /// <summary>Sets the bit of a hash.</summary>
    /// <returns><see langword="false"/> when it was set before.</returns>
    public bool Add(ulong hash)
    {
        ref var word = ref _words[hash >> (_shift + WordBits)];
        var bit = Bit(hash);
        var isNew = (word & bit) == 0;
        word |= bit;
        return isNew;
    }

    public bool Contains(ulong hash) => (_words[hash >> (_shift + WordBits)] & Bit(hash)) != 0;

    public void Dispose() => ArrayPool<ulong>.Shared.Return(_words);

    private ulong Bit(ulong hash) => 1UL << (int)((hash >> _shift) & 63);
}
