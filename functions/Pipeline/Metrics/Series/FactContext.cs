using Pipeline.Metrics.Reading;
using Pipeline.Model;

namespace Pipeline.Metrics.Series;

/// <summary>What every series is read with.</summary>
/// <param name="Facts">The tables.</param>
/// <param name="Settings">The business settings.</param>
/// <param name="Days">Instants to business days.</param>
/// <param name="Fx">Exchange rates.</param>
/// <param name="Limit">The last day that can be on the axis; what happens later does not exist.</param>
internal sealed record FactContext(IFactReader Facts, MetricSettings Settings, BusinessDays Days, FxRates Fx, int Limit);
