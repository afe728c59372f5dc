namespace Pipeline.Metrics.Series.Recurring;

/// <summary>The customers of each day against the same day of an earlier month. Days are indexes of the axis.</summary>
internal sealed class MonthComparison
{
    private readonly DayAxis _axis;
    private readonly int[] _earlier;
    private readonly long[] _active;
    private readonly long[] _retained;
    private readonly Int128[] _start;
    private readonly Int128[] _gross;
    private readonly Int128[] _net;

    public MonthComparison(DayAxis axis, int months)
    {
        _axis = axis;
        _earlier = new int[axis.Count];
        for (var index = 0; index < axis.Count; index++) { _earlier[index] = DayAxis.AddMonths(axis.Start + index, -months); }
        _active = new long[axis.Count + 1];
        _retained = new long[axis.Count + 1];
        _start = new Int128[axis.Count + 1];
        _gross = new Int128[axis.Count + 1];
        _net = new Int128[axis.Count + 1];
    }

    /// <summary>The day it compares with.</summary>
    public int EarlierDay(int index) => _earlier[index];

    /// <summary>Customers active on the earlier day.</summary>
    public long Active(int index) => _active[index];

    /// <summary>Of those, the ones active on the day.</summary>
    public long Retained(int index) => _retained[index];

    /// <summary>The revenue of the active on the earlier day.</summary>
    public Int128 StartMrr(int index) => _start[index];

    /// <summary>What is left of it, customer by customer, without growth.</summary>
    public Int128 GrossMrr(int index) => _gross[index];

    /// <summary>The revenue of the same customers on the day.</summary>
    public Int128 NetMrr(int index) => _net[index];

    /// <summary>Takes the steps of one customer.</summary>
    public void Take(ReadOnlySpan<MrrStep> steps)
    {
        var reached = 0;
        for (var i = 0; i < steps.Length; i++)
        {
            if (steps[i].After <= 0) { continue; }
            var from = FirstComparedWith(steps[i].Day);
            var to = i + 1 < steps.Length ? FirstComparedWith(steps[i + 1].Day) : _axis.Count;
            if (from >= to) { continue; }
            while (reached + 1 < steps.Length && steps[reached + 1].Day - _axis.Start <= from) { reached++; }
            Compare(steps[reached..], steps[i].After, from, to);
        }
    }

    /// <summary>Turns what <see cref="Take"/> collected into levels.</summary>
    public void Complete()
    {
        for (var index = 1; index < _axis.Count; index++)
        {
            _active[index] += _active[index - 1];
            _retained[index] += _retained[index - 1];
            _start[index] += _start[index - 1];
            _gross[index] += _gross[index - 1];
            _net[index] += _net[index - 1];
        }
    }

    /// <summary>Compares an amount of earlier days with the steps that hold over the days [from, to).</summary>
    private void Compare(ReadOnlySpan<MrrStep> steps, Int128 earlier, int from, int to)
    {
        _active[from]++;
        _active[to]--;
        _start[from] += earlier;
        _start[to] -= earlier;
        for (var later = 0; later < steps.Length && steps[later].Day - _axis.Start < to; later++)
        {
            var start = Math.Max(from, steps[later].Day - _axis.Start);
            var end = later + 1 < steps.Length ? Math.Min(to, steps[later + 1].Day - _axis.Start) : to;
            var amount = steps[later].After;
            if (start >= end || amount <= 0) { continue; }
            _retained[start]++;
            _retained[end]--;
            _net[start] += amount;
            _net[end] -= amount;
            var kept = Int128.Min(amount, earlier);
            _gross[start] += kept;
            _gross[end] -= kept;
        }
    }

    /// <summary>The index of the first day whose earlier day is <paramref name="day"/> or later.</summary>
    private int FirstComparedWith(int day)
    {
        int low = 0, high = _axis.Count;
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (_earlier[middle] < day) { low = middle + 1; }
            else { high = middle; }
        }

        return low;
    }
}
