using Pipeline.Metrics.Reading;

namespace Pipeline.Metrics.Series;

/// <summary>The median of the lengths in a window that ends with each day. Days are indexes of the axis, from 0.</summary>
/// <remarks>Medians are found from the day on that is asked for first, in one pass: of sixteen years, a new day asks for those of its month.</remarks>
internal sealed class MovingMedian(DayLengths lengths, int window)
{
    // Months are made side by side: who asks for one of the first mostly wants all.
    private const int Early = 512;
    private readonly Lock _door = new();
    private Found? _found;

    /// <summary>The median, in ten-thousandths, of the window that ends with a day, and the number of lengths in it.</summary>
    public (long Median, int Count) On(int index)
    {
        var found = Volatile.Read(ref _found);
        if (found is null || index < found.First) { found = From(index); }
        return (found.Medians[index - found.First], found.Counts[index - found.First]);
    }

    private Found From(int index)
    {
        lock (_door)
        {
            if (_found is not null && index >= _found.First) { return _found; }
            // Who asks for still earlier days asks for all.
            var found = Find(_found is null && index >= Early ? index : 0);
            Volatile.Write(ref _found, found);
            return found;
        }
    }

    private Found Find(int first)
    {
        var found = new Found(first, new long[lengths.Days - first], new int[lengths.Days - first]);
        var inside = new LengthCounts(lengths.Longest);
        for (var index = Math.Max(0, first - window); index < first; index++) { inside.Add(lengths[index]); }
        for (var index = first; index < lengths.Days; index++)
        {
            inside.Add(lengths[index]);
            if (index >= window) { inside.Remove(lengths[index - window]); }
            found.Counts[index - first] = inside.Count;
            if (inside.Count == 0) { continue; }
            found.Medians[index - first] = (inside.Ranked((inside.Count + 1) / 2) + (long)inside.Ranked((inside.Count / 2) + 1)) * (Exact.One / 2);
        }

        return found;
    }

    private sealed record Found(int First, long[] Medians, int[] Counts);
}
