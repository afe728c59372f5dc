using Pipeline.Metrics.Reading;
using Pipeline.Model;

namespace Pipeline.Metrics.Series;

/// <summary>What every series is read with.</summary>
/// <param name="Facts">The tables.</param>
/// <param name="Settings">The business settings.</param>
/// <param name="Days">Instants to business days.</param>
/// <param name="Fx">Exchange rates.</param>
/// <param name="Limit">The last day that can be on the axis; what happens later does not exist.</param>
internal sealed record FactContext(IFactReader Facts, MetricSettings Settings, BusinessDays Days, FxRates Fx, int Limit)
{
    private const int Decade = 10;

    /// <summary>The settings, as one hash.</summary>
    public required string ConfigHash { get; init; }

    /// <summary>A day well after the limit, the same for years: what is earned later does not exist either. It bounds the memory that an absurd date takes.</summary>
    public int Horizon { get; } = DayAxis.Day(new DateOnly(Math.Min(((DayAxis.Date(Limit).Year / Decade) + 2) * Decade, DateOnly.MaxValue.Year), 1, 1));
}
