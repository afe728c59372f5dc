using System.Buffers;
using System.Runtime.InteropServices;

namespace Pipeline.Metrics.Reading;

/// <summary>Running totals over an axis, so that every window costs two look-ups. Days are indexes of the axis, from 0.</summary>
internal sealed class DayTotals
{
    // Null when nothing was added up: then the counts are the amounts.
    private readonly DayAmounts? _amounts;
    private readonly long[] _counts;
    private readonly long[]? _missing;

    public DayTotals(int days, bool hasAmounts, bool hasMissing)
    {
        _amounts = hasAmounts ? new DayAmounts(days + 1) : null;
        _counts = new long[days + 1];
        _missing = hasMissing ? new long[days + 1] : null;
    }

    /// <summary>The amount of the <paramref name="days"/> days that end with <paramref name="index"/>.</summary>
    public Int128 Amount(int index, int days) =>
        _amounts is null ? (Int128)Count(index, days) * Exact.One : unchecked(_amounts[index + 1] - _amounts[index + 1 - days]);

    /// <summary>The amount of all days up to <paramref name="index"/>, also those before the axis.</summary>
    public Int128 AmountToDate(int index) => _amounts is null ? (Int128)CountToDate(index) * Exact.One : _amounts[index + 1];

    public long Count(int index, int days) => _counts[index + 1] - _counts[index + 1 - days];

    public long CountToDate(int index) => _counts[index + 1];

    public bool HasMissing(int index, int days) => _missing is not null && _missing[index + 1] != _missing[index + 1 - days];

    public bool HasMissingToDate(int index) => _missing is not null && _missing[index + 1] != 0;

    /// <summary>Whether nothing happened up to <paramref name="index"/>.</summary>
    public bool IsNothing(int index) => CountToDate(index) == 0 && AmountToDate(index) == 0 && !HasMissingToDate(index);

    /// <summary>Writes the totals of the <paramref name="days"/> days from <paramref name="index"/> on.</summary>
    public void Write(IBufferWriter<byte> output, int index, int days)
    {
        output.Write(MemoryMarshal.AsBytes(_counts.AsSpan(index + 1, days)));
        _amounts?.Write(output, index + 1, days);
        if (_missing is not null) { output.Write(MemoryMarshal.AsBytes(_missing.AsSpan(index + 1, days))); }
    }

    /// <summary>Adds to slot 0 (before the axis) or to the slot after a day's index; <see cref="Sum"/> turns slots into totals.</summary>
    internal void Put(int slot, Int128 amount, int count, int missing)
    {
        _amounts?.Add(slot, amount);
        _counts[slot] += count;
        if (_missing is not null) { _missing[slot] += missing; }
    }

    internal DayTotals Sum()
    {
        _amounts?.Sum();
        for (var i = 1; i < _counts.Length; i++)
        {
            _counts[i] += _counts[i - 1];
            if (_missing is not null) { _missing[i] += _missing[i - 1]; }
        }

        return this;
    }
}
