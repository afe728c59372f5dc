using System.Numerics;
using Pipeline.Metrics.Reading;

namespace Pipeline.Metrics.Series.Recurring;

internal enum BillingInterval : byte
{
    Month,
    Year,
    Week,
    Day,
}

/// <summary>What one unit costs and how often. Amounts are in millionths.</summary>
/// <param name="UnitAmount">The list price of one unit for <paramref name="Count"/> intervals.</param>
/// <param name="Currency">The number of its currency.</param>
/// <param name="Interval">The interval.</param>
/// <param name="Count">How many intervals the price covers; at least 1.</param>
internal readonly record struct Price(long UnitAmount, int Currency, BillingInterval Interval, int Count);

/// <summary>The priced state of a subscription item.</summary>
/// <param name="Price">What it costs, from itself or from its plan.</param>
/// <param name="Plan">The number of its plan.</param>
/// <param name="Quantity">How many units, in millionths.</param>
/// <param name="Discount">Percent, in millionths.</param>
/// <param name="Counts">Whether it has a price, is not metered by its plan and, from its own day on, not paused or unpaid.</param>
/// <param name="IsPausing">Whether it is paused or unpaid.</param>
/// <param name="HasOwnPrice">Whether the price is its own, so that the item says whether it is metered.</param>
internal readonly record struct PricedState(Price Price, int Plan, long Quantity, long Discount, bool Counts, bool IsPausing, bool HasOwnPrice)
{
    private const long Million = 1_000_000;

    /// <summary>A hundred percent, in millionths.</summary>
    private const long Whole = 100 * Million;

    /// <summary>The monthly amount at a rate, in ten-thousandths, rounded once.</summary>
    public long Monthly(ExactRate rate)
    {
        var (quantity, unit) = Quantity % Million == 0 ? (Quantity / Million, 1L) : (Quantity, Million);
        var share = Whole - Discount;
        var (left, whole) = share % Million == 0 ? (share / Million, 100L) : (share, Whole);
        var (above, below) = Factor();
        if (Bits(Price.UnitAmount) + Bits(quantity) + Bits(left) + Bits(above) + Bits(rate.Times) < 126
            && Bits(unit) + Bits(whole) + Bits(below) + Bits(rate.Over) < 118)
        {
            return Exact.Saturate(Exact.Divide(
                (Int128)Price.UnitAmount * quantity * left * above * rate.Times, (Int128)100 * unit * whole * below * rate.Over));
        }

        return Exact.Saturate(Exact.Divide(
            new BigInteger(Price.UnitAmount) * quantity * left * above * rate.Times, new BigInteger(100) * unit * whole * below * rate.Over));
    }

    private static int Bits(long value) => value == 0 ? 0 : 64 - BitOperations.LeadingZeroCount((ulong)Math.Abs(value));

    private (long Above, long Below) Factor() => Price.Interval switch
    {
        BillingInterval.Month => (1, Price.Count),
        BillingInterval.Year => (1, 12L * Price.Count),
        BillingInterval.Week => (52, 12L * Price.Count),
        _ => (365, 12L * Price.Count),
    };
}
