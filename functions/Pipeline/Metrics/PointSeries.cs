using System.Collections.Immutable;
using Pipeline.Metrics.Reading;

namespace Pipeline.Metrics;

/// <summary>The points of one metric and one member, each computed when it is asked for: what nobody publishes costs nothing.</summary>
/// <param name="Definition">The metric.</param>
/// <param name="Metric">The published id, window included.</param>
/// <param name="Scope">The member.</param>
/// <param name="Currency">The currency of money, otherwise <see langword="null"/>.</param>
/// <param name="Inputs">What its input tables cover.</param>
/// <param name="Points">Computes the points of the days that are asked for.</param>
internal sealed record PointSeries(MetricDefinition Definition, string Metric, MetricScope Scope, string? Currency, InputSpan Inputs, IDayPoints Points)
{
    /// <summary>What its points follow from, together with <see cref="Inputs"/>; none when they follow from something else.</summary>
    public ImmutableArray<IDayInputs> Sources { get; init; } = [];

    /// <summary>The last day up to which the inputs are complete.</summary>
    public int Through => Inputs.IsEmpty ? int.MinValue : Inputs.Through;
}
