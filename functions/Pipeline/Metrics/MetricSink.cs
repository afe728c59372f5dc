using Pipeline.Metrics.Reading;

namespace Pipeline.Metrics;

/// <summary>Takes the points of one metric. It knows the windows of the metric's kind and the order in which a value can be null.</summary>
public sealed class MetricSink
{
    private readonly MetricFacts _facts;
    private readonly List<PointSeries> _series = [];

    internal MetricSink(MetricFacts facts) => _facts = facts;

    internal IReadOnlyList<PointSeries> All => _series;

    private DayAxis Axis => _facts.Axis;

    /// <summary>Adds an amount or a count of each day and its windows.</summary>
    internal void Flow(MetricDefinition definition, MetricScope scope, DaySeries days, InputSpan inputs)
    {
        var totals = days.On(Axis);
        foreach (var window in definition.Windows)
        {
            // Owners are many and their windows are sums of their rows: they would be three quarters of the table.
            if (window.Days > 1 && string.Equals(scope.Dimension, "owner", StringComparison.Ordinal)) { continue; }
            Add(Series(definition, window.Id, scope, inputs, new FlowPoints(totals, window.Days, scope.IsAll, Axis.Start, inputs)) with { Sources = [totals] });
        }
    }

    /// <summary>Adds the flows of every member of a dimension.</summary>
    internal void Flows(MetricDefinition definition, string dimension, IEnumerable<KeyValuePair<string, DaySeries>> members, InputSpan inputs)
    {
        foreach (var member in members) { Flow(definition, new MetricScope(dimension, member.Key), member.Value, inputs); }
    }

    /// <summary>Adds quotients of flows over the metric's windows; observations are the rows of the denominator.</summary>
    internal void Ratio(MetricDefinition definition, MetricScope scope, FlowRatio ratio, InputSpan inputs)
    {
        var (numerator, denominator) = (ratio.Numerator.On(Axis), ratio.Denominator.On(Axis));
        foreach (var window in definition.Windows)
        {
            var points = new RatioPoints(ratio, (numerator, denominator), window.Days, scope.IsAll, (Axis.Start, inputs));
            Add(Series(definition, window.Id, scope, inputs, points) with { Sources = [numerator, denominator] });
        }
    }

    /// <summary>Adds a level or comparison for <c>all</c>, computed for each day from its index on the axis.</summary>
    internal void Daily(MetricDefinition definition, InputSpan inputs, Func<int, DayPoint> at) =>
        Add(Series(definition, definition.Name, MetricScope.All, inputs, new EachDay(at)));

    /// <summary>Adds one published id for <c>all</c>.</summary>
    /// <param name="definition">The metric.</param>
    /// <param name="id">The published id, window included.</param>
    /// <param name="from">What its input tables cover, and what its points follow from.</param>
    /// <param name="at">The point of each day, given its index on the axis; it looks at that day and earlier ones only.</param>
    internal void Add(MetricDefinition definition, string id, (InputSpan Inputs, IDayInputs Source) from, Func<int, DayPoint> at) =>
        Add(Series(definition, id, MetricScope.All, from.Inputs, new EachDay(at)) with { Sources = [from.Source] });

    private void Add(PointSeries series) => _series.Add(series);

    private PointSeries Series(MetricDefinition definition, string id, MetricScope scope, InputSpan inputs, IDayPoints points) =>
        new(definition, id, scope, Currency(definition, scope), inputs, points);

    private string? Currency(MetricDefinition definition, MetricScope scope)
    {
        if (definition.Unit != MetricUnit.Money) { return null; }
        return string.Equals(scope.Dimension, "currency", StringComparison.Ordinal) ? scope.Member : _facts.Settings.ReportingCurrency;
    }
}
