using System.Numerics;

namespace Pipeline.Facts;

/// <summary>Finds the hashes that occur more than once among many.</summary>
/// <remarks>
/// A first look sets a bit for each hash in a field of many more bits than hashes; who finds a bit set is suspect. Few are, unless keys really repeat,
/// and only they are looked at a second time. A set of all hashes says the same at three times the cost.
/// </remarks>
internal static class RepeatedHashes
{
    // Of fewer a second thread is not worth its start. The last table of a run is looked through while nothing else is left to do.
    private const long ManyHashes = 200_000;
    private const int Threads = 2;

    /// <summary>Adds to <paramref name="met"/> every hash of the range that is there twice or more.</summary>
    public static void Find(IReadOnlyList<GroupedHashes> blocks, HashRange range, KeySet met)
    {
        var inRange = blocks.Sum(block => (long)block.Count) / range.Count;
        var inGroup = (int)(inRange / Math.Max(1, GroupedHashes.GroupCount / range.Count));
        var options = new ParallelOptions { MaxDegreeOfParallelism = inRange < ManyHashes ? 1 : Threads };
        Parallel.For(
            0,
            GroupedHashes.GroupCount,
            options,
            () => new Group(blocks, range, inGroup),
            (number, _, group) =>
            {
                group.Find(number, met);
                return group;
            },
            _ => { });
    }

    /// <summary>The memory to look through one group after another.</summary>
    private sealed class Group(IReadOnlyList<GroupedHashes> blocks, HashRange range, int expected)
    {
        // One hash in 32 is suspect by chance, on average.
        private const int BitsForHash = 16;

        private readonly BitField _met = new(expected * (long)BitsForHash);
        private readonly BitField _suspect = new(expected * (long)BitsForHash);
        private readonly KeySet _suspects = new(range);
        private readonly KeySet _seen = new(range);

        /// <summary>Adds to <paramref name="met"/> what repeats in a group.</summary>
        public void Find(int number, KeySet met)
        {
            _met.Clear();
            _suspects.Clear();
            foreach (var block in blocks) { Suspect(block.InGroup(number)); }
            if (_suspects.Count == 0) { return; }
            foreach (var block in blocks) { Confirm(block.InGroup(number), met); }
            _suspect.Clear();
            _seen.Clear();
        }

        private void Suspect(ReadOnlySpan<ulong> hashes)
        {
            foreach (var hash in hashes)
            {
                if (!range.Contains(hash) || _met.Add(hash)) { continue; }
                _suspect.Add(hash);
                _suspects.Add(hash);
            }
        }

        private void Confirm(ReadOnlySpan<ulong> hashes, KeySet met)
        {
            foreach (var hash in hashes)
            {
                // The field says no to nearly all, and is soon asked.
                if (!_suspect.Contains(hash) || !_suspects.Contains(hash) || _seen.Add(hash)) { continue; }
                lock (met) { met.Add(hash); }
            }
        }
    }

    /// <summary>A bit for each hash, which others may share.</summary>
    private readonly struct BitField(long bits)
    {
        private readonly ulong[] _words = new ulong[BitOperations.RoundUpToPowerOf2((ulong)Math.Max(16, bits / 64))];

        /// <returns>Whether the bit was not set before.</returns>
        public bool Add(ulong hash)
        {
            ref var word = ref WordOf(hash);
            var bit = 1UL << (int)(hash & 63);
            var isNew = (word & bit) == 0;
            word |= bit;
            return isNew;
        }

        public bool Contains(ulong hash) => ((WordOf(hash) >> (int)(hash & 63)) & 1) != 0;

        public void Clear() => Array.Clear(_words);

        // The first bits of hashes of a group or range are alike.
        private ref ulong WordOf(ulong hash) => ref _words[unchecked((int)(hash >> 6)) & (_words.Length - 1)];
    }
}
