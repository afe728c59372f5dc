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

    /// <param name="axis">The axis.</param>
    /// <param name="first">The day that the figures begin with; it may lie before the axis or in it.</param>
    /// <param name="counts">Rows of each day.</param>
    /// <param name="amounts">Amounts of the same days, if any were added up.</param>
    /// <param name="missing">Rows of the same days whose amount is missing, if there are any.</param>
    public DayTotals(DayAxis axis, int first, ReadOnlySpan<int> counts, DayAmounts? amounts, int[]? missing)
    {
        var before = axis.Start - first;
        _counts = Running(before, axis.Count, counts);
        _amounts = amounts?.Running(before, axis.Count);
        _missing = missing is null ? null : Running(before, axis.Count, missing);
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

    /// <summary>As <see cref="Count"/>, for windows that end with <paramref name="index"/> and with each of the days after it.</summary>
    public void Counts(int index, int days, Span<long> counts) => Subtract(_counts, index, days, counts);

    /// <summary>As <see cref="Amount"/>, for windows that end with <paramref name="index"/> and with each of the days after it. What DECIMAL(18,4) cannot hold is just past its range.</summary>
    public void Amounts(int index, int days, Span<long> amounts)
    {
        if (_amounts is not null)
        {
            _amounts.Subtract(index + 1, index + 1 - days, amounts);
            return;
        }

        Counts(index, days, amounts);
        for (var i = 0; i < amounts.Length; i++) { amounts[i] = Math.Clamp(amounts[i], -Exact.Limit / Exact.One, Exact.Limit / Exact.One) * Exact.One; }
    }

    /// <summary>The rows without amount of windows that end with <paramref name="index"/> and with each of the days after it.</summary>
    /// <returns><see langword="false"/> when there are none, whatever the windows.</returns>
    public bool TryMissing(int index, int days, Span<long> missing)
    {
        if (_missing is null) { return false; }
        Subtract(_missing, index, days, missing);
        return true;
    }

    /// <summary>Whether nothing happened up to <paramref name="index"/>.</summary>
    public bool IsNothing(int index) => CountToDate(index) == 0 && AmountToDate(index) == 0 && !HasMissingToDate(index);

    /// <summary>Writes the totals of the <paramref name="days"/> days from <paramref name="index"/> on.</summary>
    public void Write(IBufferWriter<byte> output, int index, int days)
    {
        output.Write(MemoryMarshal.AsBytes(_counts.AsSpan(index + 1, days)));
        _amounts?.Write(output, index + 1, days);
        if (_missing is not null) { output.Write(MemoryMarshal.AsBytes(_missing.AsSpan(index + 1, days))); }
    }

    private static void Subtract(long[] totals, int index, int days, Span<long> differences)
    {
        var ends = totals.AsSpan(index + 1, differences.Length);
        var starts = totals.AsSpan(index + 1 - days, differences.Length);
        for (var i = 0; i < differences.Length; i++) { differences[i] = unchecked(ends[i] - starts[i]); }
    }

    private static long[] Running(int before, int days, ReadOnlySpan<int> rows)
    {
        var totals = new long[days + 1];
        var total = 0L;
        foreach (var count in rows[..Math.Clamp(before, 0, rows.Length)]) { total += count; }
        totals[0] = total;
        for (var index = 0; index < days; index++)
        {
            var slot = before + index;
            if (slot >= 0 && slot < rows.Length) { total += rows[slot]; }
            totals[index + 1] = total;
        }

        return totals;
    }
}
