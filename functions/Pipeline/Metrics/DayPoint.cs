using Pipeline.Metrics.Reading;

namespace Pipeline.Metrics;

/// <summary>What a metric has to say of one day. Parts are in ten-thousandths.</summary>
/// <param name="Reason">Why it says nothing, if so.</param>
/// <param name="Numerator">The amount, or what is divided.</param>
/// <param name="Denominator">By what it is divided; <see langword="null"/> for an amount or a count.</param>
/// <param name="Observations">How many observations are behind it.</param>
internal readonly record struct DayPoint(NullReason Reason, Int128 Numerator, Int128? Denominator, long Observations)
{
    /// <summary>The day has no row.</summary>
    public static DayPoint Absent => new(NullReason.None, 0, null, -1);

    public bool IsAbsent => Observations < 0;

    /// <summary>Why the quotient cannot be taken, if so.</summary>
    public NullReason QuotientReason => Reason != NullReason.None ? Reason
        : Denominator == 0 ? NullReason.ZeroDenominator
        : Denominator < 0 ? NullReason.NegativeDenominator : NullReason.None;

    public static DayPoint Null(NullReason reason, long observations = 0) =>
        new(reason, 0, null, reason is NullReason.NoData or NullReason.NotMature ? 0 : observations);

    public static DayPoint Of(Int128 amount, long observations) => new(NullReason.None, amount, null, observations);

    public static DayPoint Quotient(Int128 numerator, Int128 denominator, long observations) => new(NullReason.None, numerator, denominator, observations);
}
