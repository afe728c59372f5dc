namespace Pipeline.Metrics;

/// <summary>The points of one metric and one member, each computed when it is asked for: what nobody publishes costs nothing.</summary>
/// <param name="Definition">The metric.</param>
/// <param name="Metric">The published id, window included.</param>
/// <param name="Scope">The member.</param>
/// <param name="Currency">The currency of money, otherwise <see langword="null"/>.</param>
/// <param name="Through">The last day up to which the inputs are complete.</param>
/// <param name="At">The point of a day, given its index on the axis. Called from several threads at once.</param>
internal sealed record PointSeries(MetricDefinition Definition, string Metric, MetricScope Scope, string? Currency, int Through, Func<int, DayPoint> At);
