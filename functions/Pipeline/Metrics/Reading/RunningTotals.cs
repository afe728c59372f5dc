namespace Pipeline.Metrics.Reading;

/// <summary>The totals of all days before each day of an axis, or of those from some day on. Places are indexes of the axis, and one more for the day after its end.</summary>
internal sealed class RunningTotals
{
    // Null when nothing was added up: then the counts are the amounts.
    private readonly DayAmounts? _amounts;
    private readonly long[] _counts;
    private readonly long[]? _missing;

    /// <param name="axis">The axis.</param>
    /// <param name="days">What happened on each day.</param>
    /// <param name="first">The first place that will be asked for. From 0 on, totals have with them the days before the axis.</param>
    public RunningTotals(DayAxis axis, DayFigures days, int first)
    {
        First = first;
        var slots = (axis.Start + first - days.First, first == 0, axis.Count - first);
        _counts = Running(slots, days.Counts);
        _amounts = days.Amounts?.Running(slots);
        _missing = days.Missing is null ? null : Running(slots, days.Missing);
    }

    public int First { get; }

    /// <summary>The total before a place. Only where <see cref="First"/> is 0.</summary>
    public Int128 Amount(int place) => _amounts is null ? (Int128)Count(place) * Exact.One : _amounts[place];

    public Int128 Amount(int start, int end) =>
        _amounts is null ? (Int128)Count(start, end) * Exact.One : unchecked(_amounts[end - First] - _amounts[start - First]);

    /// <summary>The total before a place. Only where <see cref="First"/> is 0.</summary>
    public long Count(int place) => _counts[place];

    public long Count(int start, int end) => _counts[end - First] - _counts[start - First];

    /// <summary>Whether there are any before a place. Only where <see cref="First"/> is 0.</summary>
    public bool HasMissing(int place) => _missing is not null && _missing[place] != 0;

    public bool HasMissing(int start, int end) => _missing is not null && _missing[end - First] != _missing[start - First];

    /// <summary>For windows that end with a place and with each of those after it.</summary>
    public void Counts(int end, int days, Span<long> counts) => Subtract(_counts, end - First, days, counts);

    /// <summary>The same. What DECIMAL(18,4) cannot hold is just past its range.</summary>
    public void Amounts(int end, int days, Span<long> amounts)
    {
        if (_amounts is not null)
        {
            _amounts.Subtract(end - First, end - First - days, amounts);
            return;
        }

        Counts(end, days, amounts);
        for (var i = 0; i < amounts.Length; i++) { amounts[i] = Math.Clamp(amounts[i], -Exact.Limit / Exact.One, Exact.Limit / Exact.One) * Exact.One; }
    }

    /// <summary>The same.</summary>
    /// <returns><see langword="false"/> when there are none, whatever the windows.</returns>
    public bool TryMissing(int end, int days, Span<long> missing)
    {
        if (_missing is null) { return false; }
        Subtract(_missing, end - First, days, missing);
        return true;
    }

    private static void Subtract(long[] totals, int end, int days, Span<long> differences)
    {
        var ends = totals.AsSpan(end, differences.Length);
        var starts = totals.AsSpan(end - days, differences.Length);
        for (var i = 0; i < differences.Length; i++) { differences[i] = unchecked(ends[i] - starts[i]); }
    }

    private static long[] Running((int Start, bool HasEarlier, int Days) slots, ReadOnlySpan<int> rows)
    {
        var totals = new long[slots.Days + 1];
        var total = 0L;
        if (slots.HasEarlier)
        {
            foreach (var count in rows[..Math.Clamp(slots.Start, 0, rows.Length)]) { total += count; }
        }

        totals[0] = total;
        for (var index = 0; index < slots.Days; index++)
        {
            var slot = slots.Start + index;
            if (slot >= 0 && slot < rows.Length) { total += rows[slot]; }
            totals[index + 1] = total;
        }

        return totals;
    }
}
