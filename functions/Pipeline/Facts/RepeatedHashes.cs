namespace Pipeline.Facts;

/// <summary>Finds the hashes that occur more than once among many.</summary>
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
            () => new KeySet(range, inGroup),
            (group, _, seen) =>
            {
                seen.Clear();
                foreach (var block in blocks) { FindIn(block.InGroup(group), range, seen, met); }
                return seen;
            },
            _ => { });
    }

    private static void FindIn(ReadOnlySpan<ulong> hashes, HashRange range, KeySet seen, KeySet met)
    {
        foreach (var hash in hashes)
        {
            if (!range.Contains(hash) || seen.Add(hash)) { continue; }
            lock (met) { met.Add(hash); }
        }
    }
}
