using Pipeline.Metrics.Kept;
using Pipeline.Metrics.Reading;

namespace Pipeline.Metrics.Series;

/// <summary>Lengths in days, each seen on a day.</summary>
internal sealed class CycleTimes
{
    // One list of all would be copied each time it grows, at last to where the collector takes large arrays as a reason to work.
    private const int MostInList = 8192;
    private readonly List<(int Day, int Length)[]> _added = [];
    private readonly List<(int Day, int Length)> _times = [];
    private (DayAxis Axis, DayLengths Lengths)? _byDay;
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

    /// <summary>The lengths by the days of an axis. Who asks again gets the same object.</summary>
    public DayLengths On(DayAxis axis)
    {
        if (_byDay is null || _byDay.Value.Axis != axis) { _byDay = (axis, Sort(axis)); }
        return _byDay.Value.Lengths;
    }

    private DayLengths Sort(DayAxis axis)
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

        return new(starts, lengths, _longest);
    }

    private static bool IsOn(DayAxis axis, int day) => day >= axis.Start && day <= axis.End;
}
