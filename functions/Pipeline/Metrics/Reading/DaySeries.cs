using Pipeline.Metrics.Kept;

namespace Pipeline.Metrics.Reading;

/// <summary>What happened on each day: an amount in ten-thousandths, from how many rows, and how many rows whose amount is missing.</summary>
/// <remarks>
/// The days grow as they come. A series that was only counted has its counts as amounts.
/// Amounts are at most 10^18, so 128 bits hold the sum of any table.
/// </remarks>
internal sealed class DaySeries
{
    // Growing costs more than memory: a series that has days at all mostly has them over a year or more, in no strict order.
    private const int FirstLength = 512;
    private const int DaysBefore = 64;
    private const int MostGrowth = 1024;

    private int _first;
    private int[] _counts = [];
    private DayAmounts? _amounts;
    private int[]? _missing;

    // Most series are looked at by several metrics, on one axis.
    private OnAxis? _totals;

    /// <summary>Counts one row on a day, or several.</summary>
    public void Count(int day, int rows = 1)
    {
        var slot = Slot(day);
        _counts[slot] += rows;
    }

    /// <summary>Adds a row with its amount.</summary>
    public void Add(int day, long amount)
    {
        var slot = Slot(day);
        _counts[slot]++;
        _amounts ??= new DayAmounts(_counts.Length);
        _amounts.Add(slot, amount);
    }

    /// <summary>Adds a row whose amount is missing.</summary>
    public void AddMissing(int day) => Step(day, 0, 1, 1);

    /// <summary>Adds to the three figures of a day at once; differences may be negative.</summary>
    public void Step(int day, Int128 amount, int count, int missing)
    {
        var slot = Slot(day);
        _counts[slot] += count;
        _amounts ??= new DayAmounts(_counts.Length);
        _amounts.Add(slot, amount);
        if (missing == 0) { return; }
        _missing ??= new int[_counts.Length];
        _missing[slot] += missing;
    }

    /// <summary>Adds all days of another series.</summary>
    public void Add(DaySeries other)
    {
        var (start, end) = other.Used();
        if (start == end) { return; }
        var (first, days) = (other._first + start, end - start);
        Add(first, other._counts.AsSpan(start, days), other._missing is null ? [] : other._missing.AsSpan(start, days));
        _amounts ??= new DayAmounts(_counts.Length);
        if (other._amounts is not null) { _amounts.Add(first - _first, other._amounts, start, days); }
        else
        {
            for (var i = 0; i < days; i++) { _amounts.Add(first - _first + i, other._counts[start + i] * (long)Exact.One); }
        }
    }

    /// <summary>Writes the days from the first to the last on which something happened.</summary>
    public void Save(KeptWriter writer)
    {
        var (start, end) = Used();
        writer.Write(_first + start);
        writer.WriteAll<int>(_counts.AsSpan(start, end - start));
        DayAmounts.Save(writer, _amounts, start, end - start);
        writer.WriteAll<int>(_missing is null ? [] : _missing.AsSpan(start, end - start));
    }

    /// <summary>Adds all days that another series wrote.</summary>
    public void Add(KeptReader reader)
    {
        var first = reader.Read<int>();
        var counts = reader.ReadAll<int>();
        var narrow = reader.ReadAll<long>();
        var wide = reader.ReadAll<Int128>();
        var missing = reader.ReadAll<int>();
        if (counts.IsEmpty) { return; }
        Add(first, counts, missing);
        if (narrow.IsEmpty && wide.IsEmpty) { return; }
        _amounts ??= new DayAmounts(_counts.Length);
        _amounts.Add(first - _first, narrow);
        _amounts.Add(first - _first, wide);
    }

    /// <summary>Two series as one.</summary>
    public static DaySeries Sum(DaySeries one, DaySeries other)
    {
        var sum = new DaySeries();
        sum.Add(one);
        sum.Add(other);
        return sum;
    }

    /// <summary>The running sums of this series up to <paramref name="lastDay"/>, as a series: what steps up and down become levels.</summary>
    public DaySeries Integrate(int lastDay)
    {
        var levels = new DaySeries();
        levels.Reserve(_first, Math.Clamp(lastDay - _first + 1, 0, _counts.Length));
        Int128 amount = 0;
        int count = 0, missing = 0;
        for (var slot = 0; slot < _counts.Length || _first + slot <= lastDay; slot++)
        {
            if (_counts.Length == 0 || _first + slot > lastDay) { break; }
            if (slot < _counts.Length)
            {
                amount += _amounts?[slot] ?? 0;
                count += _counts[slot];
                missing += _missing?[slot] ?? 0;
            }

            if (count != 0 || missing != 0 || amount != 0) { levels.Step(_first + slot, amount, count, missing); }
        }

        return levels;
    }

    /// <summary>Whether nothing was ever counted or added.</summary>
    public bool IsEmpty => _counts.Length == 0;

    /// <summary>What happened on each day, as it is now.</summary>
    public DayFigures Figures => new(_first, _counts, _amounts, _missing);

    /// <summary>The running totals over an axis. Who asks again gets the same object, also when several threads ask at once: which series share totals is part of what a month follows from.</summary>
    public DayTotals On(DayAxis axis)
    {
        var known = Volatile.Read(ref _totals);
        if (known?.Axis == axis) { return known.Totals; }
        var totals = new DayTotals(axis, Figures);
        var before = Interlocked.CompareExchange(ref _totals, new(axis, totals), known);
        return !ReferenceEquals(before, known) && before?.Axis == axis ? before.Totals : totals;
    }

    private bool IsNothing(int slot) => _counts[slot] == 0 && (_amounts?[slot] ?? 0) == 0 && (_missing?[slot] ?? 0) == 0;

    /// <summary>The slots from the first to behind the last on which something happened.</summary>
    private (int Start, int End) Used()
    {
        int start = 0, end = _counts.Length;
        while (start < end && IsNothing(start)) { start++; }
        while (start < end && IsNothing(end - 1)) { end--; }
        return (start, end);
    }

    /// <summary>Adds rows, and rows without amount, to each of the days from <paramref name="first"/> on.</summary>
    private void Add(int first, ReadOnlySpan<int> counts, ReadOnlySpan<int> missing)
    {
        _totals = null;
        Reserve(first, counts.Length);
        var slot = first - _first;
        for (var i = 0; i < counts.Length; i++) { _counts[slot + i] += counts[i]; }
        if (!missing.ContainsAnyExcept(0)) { return; }
        _missing ??= new int[_counts.Length];
        for (var i = 0; i < missing.Length; i++) { _missing[slot + i] += missing[i]; }
    }

    private int Slot(int day)
    {
        if (_totals is not null) { _totals = null; }
        var slot = unchecked(day - _first);
        if (unchecked((uint)slot) < (uint)_counts.Length) { return slot; }
        Grow(day);
        return day - _first;
    }

    private void Grow(int day)
    {
        if (_counts.Length == 0)
        {
            _first = day - DaysBefore;
            _counts = new int[FirstLength];
            return;
        }

        var extra = Math.Min(_counts.Length, MostGrowth);
        if (day < _first) { Widen(Math.Min(day, _first - extra), _first + _counts.Length); }
        else { Widen(_first, Math.Max(day + 1, _first + _counts.Length + extra)); }
    }

    /// <summary>Makes room for days that are about to come, all at once.</summary>
    private void Reserve(int first, int days)
    {
        if (days == 0) { return; }
        var (start, end, extra) = (_first, _first + _counts.Length, Math.Min(_counts.Length, MostGrowth));
        if (_counts.Length == 0) { (_first, _counts) = (first, new int[days]); }
        else if (first < start || first + days > end) { Widen(first < start ? first - extra : start, first + days > end ? first + days + extra : end); }
    }

    private void Widen(int first, int end)
    {
        _counts = Moved(_counts, _first - first, end - first);
        _amounts = _amounts?.Among(_first - first, end - first);
        if (_missing is not null) { _missing = Moved(_missing, _first - first, end - first); }
        _first = first;
    }

    private static T[] Moved<T>(T[] old, int offset, int length)
    {
        var wider = new T[length];
        old.CopyTo(wider, offset);
        return wider;
    }

    private sealed record OnAxis(DayAxis Axis, DayTotals Totals);
}
