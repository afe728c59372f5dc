namespace Pipeline.Metrics.Series;

/// <summary>How many there are of each length, and which length has a given rank among all.</summary>
/// <param name="longest">The longest length.</param>
/// <remarks>Counts of 32 lengths together are kept too: lengths come and go by the million, and each costs two additions; a rank is asked for twice a day, and costs a walk.</remarks>
internal sealed class LengthCounts(int longest)
{
    private const int Shift = 5;

    private readonly int[] _counts = new int[((longest >> Shift) + 1) << Shift];
    private readonly int[] _together = new int[(longest >> Shift) + 1];

    /// <summary>How many there are in all.</summary>
    public int Count { get; private set; }

    public void Add(ReadOnlySpan<int> lengths) => Change(lengths, 1);

    public void Remove(ReadOnlySpan<int> lengths) => Change(lengths, -1);

    /// <summary>The length that is at a place when all are sorted; the shortest is at 1.</summary>
    public int Ranked(int rank)
    {
        var block = 0;
        while (_together[block] < rank) { rank -= _together[block++]; }
        var length = block << Shift;
        while (_counts[length] < rank) { rank -= _counts[length++]; }
        return length;
    }

    private void Change(ReadOnlySpan<int> lengths, int by)
    {
        Count += lengths.Length * by;
        foreach (var length in lengths)
        {
            _counts[length] += by;
            _together[length >> Shift] += by;
        }
    }
}
