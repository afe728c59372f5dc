namespace Pipeline.Facts;

/// <summary>One of several equal ranges that 64-bit hashes are cut into, numbered from 0 by value.</summary>
/// <remarks>What must be held for each key is held for the keys of one range at a time, so that memory does not grow with the table.</remarks>
internal readonly record struct HashRange(int Number, int Count)
{
    public static HashRange All { get; } = new(0, 1);

    // Most tables are one range.
    public bool Contains(ulong hash) => Count == 1 || Math.BigMul(hash, (ulong)Count, out _) == (ulong)Number;

    /// <summary>Cuts the range into as few equal ones as hold at most <paramref name="most"/> of so many evenly spread hashes; into one when there are none.</summary>
    public IEnumerable<HashRange> Cut(long hashes, int most)
    {
        var pieces = checked((int)Math.Max(1, (hashes + most - 1) / most));
        for (var piece = 0; piece < pieces; piece++) { yield return new(checked((Number * pieces) + piece), checked(Count * pieces)); }
    }
}
