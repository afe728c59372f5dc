using Pipeline.Metrics.Reading;

namespace Pipeline.Metrics;

/// <summary>What is published of one series on one day. Parts are in ten-thousandths, and 0 when they are not published.</summary>
/// <param name="Day">The day, counted from the first that was asked for.</param>
/// <param name="Reason">Why there is no value, if so.</param>
/// <param name="Parts">Which parts are published.</param>
/// <param name="Numerator">The amount, or what is divided.</param>
/// <param name="Denominator">By what it is divided.</param>
/// <param name="Observations">How many observations are behind it.</param>
internal readonly record struct PublishedPoint(int Day, NullReason Reason, PublishedParts Parts, long Numerator, long Denominator, long Observations);

/// <summary>Which parts of a point are published.</summary>
internal enum PublishedParts : byte
{
    None,
    Amount,
    Quotient,
}

/// <summary>Collects the points of series as they are published.</summary>
/// <param name="room">An array with room for all that will be added.</param>
internal sealed class PublishedPoints(PublishedPoint[] room)
{
    public int Count { get; private set; }

    public ReadOnlySpan<PublishedPoint> All => room.AsSpan(0, Count);

    /// <summary>Adds a day without value and parts.</summary>
    public void AddNull(int day, NullReason reason, long observations) => room[Count++] = new(day, reason, PublishedParts.None, 0, 0, observations);

    /// <summary>Adds an amount; one beyond DECIMAL(18,4) is an overflow.</summary>
    public void AddAmount(int day, long amount, long observations)
    {
        if (!Exact.Fits(amount)) { AddNull(day, NullReason.Overflow, observations); }
        else { room[Count++] = new(day, NullReason.None, PublishedParts.Amount, amount, 0, observations); }
    }

    /// <summary>Adds a quotient; where a part lies beyond DECIMAL(18,4) it is an overflow.</summary>
    public void AddQuotient(int day, long numerator, long denominator, long observations)
    {
        if (!Exact.Fits(numerator) || !Exact.Fits(denominator)) { AddNull(day, NullReason.Overflow, observations); }
        else
        {
            var reason = denominator > 0 ? NullReason.None : denominator == 0 ? NullReason.ZeroDenominator : NullReason.NegativeDenominator;
            room[Count++] = new(day, reason, PublishedParts.Quotient, numerator, denominator, observations);
        }
    }

    /// <summary>Adds a point that was computed for itself; nothing when it is absent.</summary>
    public void Add(int day, DayPoint point)
    {
        if (point.IsAbsent) { return; }
        if (point.Reason != NullReason.None) { AddNull(day, point.Reason, point.Observations); }
        else if (point.Denominator is not { } denominator) { AddAmount(day, Exact.Saturate(point.Numerator), point.Observations); }
        else { AddQuotient(day, Exact.Saturate(point.Numerator), Exact.Saturate(denominator), point.Observations); }
    }
}
