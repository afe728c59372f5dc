using Pipeline.Metrics.Kept;
using Pipeline.Metrics.Reading;

namespace Pipeline.Metrics.Series;

/// <summary>Lengths in days, each seen on a day; gives the median of any moving window in one pass.</summary>
internal sealed class CycleTimes
{
    // One list of all would be copied each time it grows, at last to where the collector takes large arrays as a reason to work.
    private const int MostInList = 8192;
    private readonly List<(int Day, int Length)[]> _added = [];
    private readonly List<(int Day, int Length)> _times = [];
    private ByDay? _byDay;
    private int _longest;

    public void Add(int day, int length)
    {
        _byDay = null;
        if (_times.Count == MostInList)
        {
            _added.Add([.. _times]);
            _times.Clear();
        }

        _times.Add((day, length));
        _longest = Math.Max(_longest, length);
    }

    public void Save(KeptWriter writer) => writer.WriteAll<(int Day, int Length)>([.. _added.SelectMany(times => times), .. _times]);

    /// <summary>Adds the lengths that another one wrote.</summary>
    public void Add(KeptReader reader)
    {
        var times = reader.ReadAll<(int Day, int Length)>();
        _byDay = null;
        _added.Add(times.ToArray());
        foreach (var time in times) { _longest = Math.Max(_longest, time.Length); }
    }

    /// <summary>For each day of the axis the median, in ten-thousandths, of the lengths in the days that end with it, and their number.</summary>
    public (long[] Medians, int[] Counts) Medians(DayAxis axis, int days)
    {
        if (_byDay is null || _byDay.Axis != axis) { _byDay = Sort(axis); }
        var (starts, lengths) = (_byDay.Starts, _byDay.Lengths);
        var medians = new long[axis.Count];
        var counts = new int[axis.Count];
        var inside = new LengthCounts(_longest);
        for (var index = 0; index < axis.Count; index++)
        {
            inside.Add(lengths.AsSpan(starts[index]..starts[index + 1]));
            if (index >= days) { inside.Remove(lengths.AsSpan(starts[index - days]..starts[index - days + 1])); }
            counts[index] = inside.Count;
            if (inside.Count > 0) { medians[index] = (inside.Ranked((inside.Count + 1) / 2) + (long)inside.Ranked((inside.Count / 2) + 1)) * (Exact.One / 2); }
        }

        return (medians, counts);
    }

    private ByDay Sort(DayAxis axis)
    {
        (int Day, int Length)[][] all = [.. _added, [.. _times]];
        var starts = new int[axis.Count + 1];
        foreach (var times in all)
        {
            foreach (var time in times.AsSpan()) { starts[IsOn(axis, time.Day) ? time.Day - axis.Start + 1 : 0]++; }
        }

        starts[0] = 0;
        for (var i = 1; i < starts.Length; i++) { starts[i] += starts[i - 1]; }
        var next = starts.AsSpan().ToArray();
        var lengths = new int[starts[^1]];
        foreach (var times in all)
        {
            foreach (var time in times.AsSpan())
            {
                if (IsOn(axis, time.Day)) { lengths[next[time.Day - axis.Start]++] = time.Length; }
            }
        }

        return new(axis, starts, lengths);
    }

    private static bool IsOn(DayAxis axis, int day) => day >= axis.Start && day <= axis.End;

    /// <summary>The lengths of each day of an axis: those of a day begin at its start.</summary>
    private sealed record ByDay(DayAxis Axis, int[] Starts, int[] Lengths);
}
