using System.Numerics;
using Pipeline.Metrics.Kept;
using Pipeline.Metrics.Reading;

namespace Pipeline.Metrics.Series;

/// <summary>Lengths in days, each seen on a day; gives the median of any moving window in one pass.</summary>
internal sealed class CycleTimes
{
    // What others wrote stays in arrays of its own: one list of all would be copied each time it grows.
    private readonly List<(int Day, int Length)[]> _added = [];
    private readonly List<(int Day, int Length)> _times = [];
    private ByDay? _byDay;
    private int _longest;

    public void Add(int day, int length)
    {
        _byDay = null;
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
        var tree = new int[_longest + 2];
        var inside = 0;
        for (var index = 0; index < axis.Count; index++)
        {
            for (var i = starts[index]; i < starts[index + 1]; i++) { Change(tree, lengths[i], 1); }
            inside += starts[index + 1] - starts[index];
            if (index >= days)
            {
                for (var i = starts[index - days]; i < starts[index - days + 1]; i++) { Change(tree, lengths[i], -1); }
                inside -= starts[index - days + 1] - starts[index - days];
            }

            counts[index] = inside;
            if (inside > 0) { medians[index] = (Ranked(tree, (inside + 1) / 2) + (long)Ranked(tree, (inside / 2) + 1)) * (Exact.One / 2); }
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

    // A Fenwick tree over lengths: it counts how many are at most so long.
    private static void Change(int[] tree, int length, int by)
    {
        for (var at = length + 1; at < tree.Length; at += at & -at) { tree[at] += by; }
    }

    private static int Ranked(int[] tree, int rank)
    {
        var at = 0;
        for (var step = (int)BitOperations.RoundUpToPowerOf2((uint)tree.Length); step > 0; step >>= 1)
        {
            if (at + step < tree.Length && tree[at + step] < rank)
            {
                at += step;
                rank -= tree[at];
            }
        }

        return at;
    }

    /// <summary>The lengths of each day of an axis: those of a day begin at its start.</summary>
    private sealed record ByDay(DayAxis Axis, int[] Starts, int[] Lengths);
}
