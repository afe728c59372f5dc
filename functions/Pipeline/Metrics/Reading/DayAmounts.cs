using System.Buffers;
using Pipeline.Metrics.Kept;

namespace Pipeline.Metrics.Reading;

/// <summary>An amount for each day, exact whatever its size: in 64 bits until one does not fit, which hardly ever happens, and then in 128.</summary>
internal sealed class DayAmounts(int length)
{
    private long[] _narrow = new long[length];
    private Int128[]? _wide;

    public Int128 this[int slot] => _wide is null ? _narrow[slot] : _wide[slot];

    public void Add(int slot, long amount)
    {
        if (_wide is null)
        {
            ref var narrow = ref _narrow[slot];
            var sum = unchecked(narrow + amount);
            if (((sum ^ narrow) & (sum ^ amount)) >= 0)
            {
                narrow = sum;
                return;
            }
        }

        Widened()[slot] += amount;
    }

    public void Add(int slot, Int128 amount)
    {
        if (amount >= long.MinValue && amount <= long.MaxValue) { Add(slot, (long)amount); }
        else { Widened()[slot] += amount; }
    }

    /// <summary>Adds an amount to each of the days from <paramref name="start"/> on.</summary>
    public void Add(int start, ReadOnlySpan<long> amounts)
    {
        foreach (var amount in amounts) { Add(start++, amount); }
    }

    /// <summary>As above, of any size.</summary>
    public void Add(int start, ReadOnlySpan<Int128> amounts)
    {
        foreach (var amount in amounts) { Add(start++, amount); }
    }

    /// <summary>Adds <paramref name="count"/> days of another series, from its day <paramref name="from"/> on.</summary>
    public void Add(int start, DayAmounts other, int from, int count)
    {
        if (other._wide is null) { Add(start, other._narrow.AsSpan(from, count)); }
        else { Add(start, other._wide.AsSpan(from, count)); }
    }

    /// <summary>The first slot whose amount is not 0, or -1.</summary>
    public int FirstUsed() => _wide is null ? _narrow.AsSpan().IndexOfAnyExcept(0L) : _wide.AsSpan().IndexOfAnyExcept(Int128.Zero);

    /// <summary>The running totals of some days, and first that of the days before them.</summary>
    /// <param name="slots">The first of the days, which may be negative; whether days before it count; how many days.</param>
    public DayAmounts Running((int Start, bool HasEarlier, int Days) slots)
    {
        var (before, days) = (slots.Start, slots.Days);
        var totals = new DayAmounts(days + 1);
        for (var slot = 0; slots.HasEarlier && slot < Math.Min(before, _narrow.Length); slot++) { totals.Add(0, this[slot]); }
        var from = Math.Max(before, 0);
        var count = Math.Min(_narrow.Length - from, days - Math.Max(-before, 0));
        if (count > 0) { totals.Add(from - before + 1, this, from, count); }
        totals.Sum();
        return totals;
    }

    /// <summary>The differences of days from <paramref name="end"/> on and of as many from <paramref name="start"/> on. What DECIMAL(18,4) cannot hold is just past its range.</summary>
    public void Subtract(int end, int start, Span<long> differences)
    {
        for (var i = 0; i < differences.Length; i++)
        {
            if (_wide is not null)
            {
                differences[i] = Exact.Saturate(_wide[end + i] - _wide[start + i]);
                continue;
            }

            var (more, less) = (_narrow[end + i], _narrow[start + i]);
            var difference = unchecked(more - less);
            differences[i] = ((more ^ less) & (more ^ difference)) >= 0 ? difference : more < 0 ? -Exact.Limit : Exact.Limit;
        }
    }

    /// <summary>Adds to each day all days before it.</summary>
    private void Sum()
    {
        for (var slot = 1; slot < _narrow.Length; slot++)
        {
            if (_wide is null) { Add(slot, _narrow[slot - 1]); }
            else { _wide[slot] += _wide[slot - 1]; }
        }
    }

    /// <summary>The same days among more, from <paramref name="offset"/> on.</summary>
    public DayAmounts Among(int offset, int length)
    {
        var more = new DayAmounts(length);
        if (_wide is null) { _narrow.CopyTo(more._narrow, offset); }
        else { _wide.CopyTo(more.Widened(), offset); }
        return more;
    }

    /// <summary>Writes some slots, in one of two forms; those that there are not are 0.</summary>
    public void Write(IBufferWriter<byte> output, int start, int count)
    {
        if (_wide is null) { DayFigures.Write(output, _narrow, start, count); }
        else { DayFigures.Write(output, _wide, start, count); }
    }

    /// <summary>Writes some days; where there are no amounts, none.</summary>
    public static void Save(KeptWriter writer, DayAmounts? amounts, int start, int count)
    {
        writer.WriteAll<long>(amounts is { _wide: null } ? amounts._narrow.AsSpan(start, count) : []);
        writer.WriteAll<Int128>(amounts?._wide is { } wide ? wide.AsSpan(start, count) : []);
    }

    private Int128[] Widened()
    {
        if (_wide is not null) { return _wide; }
        return _wide = Array.ConvertAll(_narrow, amount => (Int128)amount);
    }
}
