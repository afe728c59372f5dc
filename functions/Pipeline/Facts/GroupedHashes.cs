namespace Pipeline.Facts;

/// <summary>The key hashes of a row group, those with the same first bits side by side.</summary>
/// <remarks>Compared group by group, a few million hashes stay in the cache of a core; in the order of their rows each look misses it.</remarks>
internal sealed class GroupedHashes
{
    public const int GroupCount = 1 << Bits;

    private const int Bits = 6;

    private readonly ulong[] _hashes;
    private readonly int[] _ends;

    private GroupedHashes(ulong[] hashes, int[] ends) => (_hashes, _ends) = (hashes, ends);

    public static GroupedHashes Empty { get; } = Of([]);

    public int Count => _hashes.Length;

    /// <summary>All of them, group after group.</summary>
    public ReadOnlySpan<ulong> All => _hashes;

    public static GroupedHashes Of(ReadOnlySpan<ulong> hashes)
    {
        var places = new int[GroupCount];
        foreach (var hash in hashes) { places[GroupOf(hash)]++; }
        var start = 0;
        foreach (ref var place in places.AsSpan()) { (place, start) = (start, start + place); }
        var grouped = GC.AllocateUninitializedArray<ulong>(hashes.Length);
        // The place of the next hash of a group, which is where the group ends once all are placed.
        foreach (var hash in hashes) { grouped[places[GroupOf(hash)]++] = hash; }
        return new(grouped, places);
    }

    public ReadOnlySpan<ulong> InGroup(int group)
    {
        var start = group == 0 ? 0 : _ends[group - 1];
        return _hashes.AsSpan(start, _ends[group] - start);
    }

    private static int GroupOf(ulong hash) => (int)(hash >> (64 - Bits));
}
