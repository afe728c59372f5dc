using System.IO.Hashing;
using System.Numerics;
using System.Runtime.InteropServices;

namespace Pipeline.Metrics.Reading;

/// <summary>A rate into the reporting currency, exact: amount × <paramref name="Times"/> / <paramref name="Over"/>. Both are 0 when there is none.</summary>
internal readonly record struct ExactRate(long Times, long Over)
{
    /// <summary>What <c>rate</c> 1 is in a column of rates.</summary>
    public const long One = 1_000_000_000;

    public static ExactRate Unit { get; } = new(1, 1);

    public bool IsMissing => Over == 0;

    /// <summary>Millionths of the currency in ten-thousandths of the reporting currency, rounded once.</summary>
    /// <returns><see langword="false"/> when there is no rate.</returns>
    public bool TryConvert(long millionths, out long amount)
    {
        amount = IsMissing ? 0 : Exact.Saturate(Exact.Multiply(millionths, Times, (Int128)100 * Over));
        return !IsMissing;
    }

    /// <summary>The rate in lowest terms, which mostly lets 64 bits do.</summary>
    public static ExactRate Of(long times, long over)
    {
        long a = times, b = over;
        while (b != 0) { (a, b) = (b, a % b); }
        return new(times / a, over / a);
    }
}

/// <summary>The rates of one currency into the reporting currency, by day.</summary>
internal sealed class CurrencyRates
{
    private readonly int[] _days;
    private readonly ExactRate[] _rates;

    public CurrencyRates(string currency, SortedDictionary<int, long> rates, bool isInverse)
    {
        Currency = currency;
        _days = [.. rates.Keys];
        _rates = [.. rates.Values.Select(rate => isInverse ? ExactRate.Of(ExactRate.One, rate) : ExactRate.Of(rate, ExactRate.One))];
    }

    public string Currency { get; }

    public bool IsReporting { get; private init; }

    public static CurrencyRates ReportingCurrency(string currency) => new(currency, [], isInverse: false) { IsReporting = true };

    public static CurrencyRates None(string currency) => new(currency, [], isInverse: false);

    /// <summary>The rate of the latest date up to <paramref name="day"/>, or of the earliest date there is.</summary>
    public ExactRate On(int day)
    {
        if (IsReporting) { return ExactRate.Unit; }
        if (_days.Length == 0) { return default; }
        var at = Array.BinarySearch(_days, day);
        return _rates[Math.Max(at >= 0 ? at : ~at - 1, 0)];
    }

    /// <summary>The first day after <paramref name="day"/> on which the rate may be another; <see cref="int.MaxValue"/> when it stays.</summary>
    public int NextChange(int day)
    {
        var at = Array.BinarySearch(_days, day);
        var next = at >= 0 ? at + 1 : ~at;
        return next < _days.Length ? _days[next] : int.MaxValue;
    }

    /// <summary>Adds to a hash all rates that days up to <paramref name="through"/> are converted by; the earliest is also that of the days before it.</summary>
    public void AppendTo(XxHash128 hash, int through)
    {
        var at = Array.BinarySearch(_days, through);
        var count = Math.Min(Math.Max(at >= 0 ? at + 1 : ~at, 1), _days.Length);
        hash.Append(MemoryMarshal.AsBytes(_days.AsSpan(0, count)));
        hash.Append(MemoryMarshal.AsBytes(_rates.AsSpan(0, count)));
    }

    /// <summary>Millionths of this currency in ten-thousandths of the reporting currency, rounded once.</summary>
    /// <returns><see langword="false"/> when there is no rate.</returns>
    public bool TryConvert(long millionths, int day, out long amount)
    {
        if (IsReporting)
        {
            amount = Exact.FromMillionths(millionths);
            return true;
        }

        return On(day).TryConvert(millionths, out amount);
    }
}
