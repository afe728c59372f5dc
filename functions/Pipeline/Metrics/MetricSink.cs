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
            Add(Series(definition, window.Id, scope, inputs, new FlowPoints(totals, window.Days, scope.IsAll, Axis.Start, inputs).At) with { Totals = [totals] });
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
            var points = new RatioPoints(ratio, numerator, denominator, Axis.Start, inputs);
            Add(Series(definition, window.Id, scope, inputs, index => points.At(index, window.Days, scope.IsAll)) with { Totals = [numerator, denominator] });
        }
    }

    /// <summary>Adds a level or comparison for <c>all</c>, computed for each day from its index on the axis.</summary>
    internal void Daily(MetricDefinition definition, InputSpan inputs, Func<int, DayPoint> at) => Add(definition, definition.Name, MetricScope.All, inputs, at);

    /// <summary>Adds one published id for one member.</summary>
    /// <param name="definition">The metric.</param>
    /// <param name="id">The published id, window included.</param>
    /// <param name="scope">The member.</param>
    /// <param name="inputs">What its input tables cover.</param>
    /// <param name="at">The point of each day, given its index on the axis; it looks at that day and earlier ones only.</param>
    internal void Add(MetricDefinition definition, string id, MetricScope scope, InputSpan inputs, Func<int, DayPoint> at) =>
        Add(Series(definition, id, scope, inputs, at));

    private void Add(PointSeries series) => _series.Add(series);

    private PointSeries Series(MetricDefinition definition, string id, MetricScope scope, InputSpan inputs, Func<int, DayPoint> at) =>
        new(definition, id, scope, Currency(definition, scope), inputs, at);

    private string? Currency(MetricDefinition definition, MetricScope scope)
    {
        if (definition.Unit != MetricUnit.Money) { return null; }
        return string.Equals(scope.Dimension, "currency", StringComparison.Ordinal) ? scope.Member : _facts.Settings.ReportingCurrency;
    }
}

/// <summary>A flow over a window.</summary>
internal sealed class FlowPoints(DayTotals totals, int days, bool isAll, int axisStart, InputSpan inputs)
{
    public DayPoint At(int index)
    {
        var day = axisStart + index;
        var reason = days == 1 ? inputs.Day(day) : inputs.Window(day - days + 1);
        var length = reason == NullReason.None ? days : 0;
        var observations = totals.Count(index, length);
        if (observations == 0 && !isAll) { return DayPoint.Absent; }
        if (reason == NullReason.None && totals.HasMissing(index, length)) { reason = NullReason.MissingFxRate; }
        return reason == NullReason.None ? DayPoint.Of(totals.Amount(index, length), observations) : DayPoint.Null(reason, observations);
    }
}

/// <summary>A quotient of flows over a window.</summary>
internal sealed class RatioPoints(FlowRatio ratio, DayTotals numerator, DayTotals denominator, int axisStart, InputSpan inputs)
{
    public DayPoint At(int index, int days, bool isAll)
    {
        var reason = inputs.Window(axisStart + index - days + 1 - Math.Max(ratio.NumeratorLag, ratio.DenominatorLag));
        if (reason != NullReason.None) { return isAll ? DayPoint.Null(reason) : DayPoint.Absent; }
        var (above, below) = (index - ratio.NumeratorLag, index - ratio.DenominatorLag);
        var observations = denominator.Count(below, days);
        var isSeen = observations > 0 || isAll || (ratio.SeenByNumerator && numerator.Count(above, days) > 0);
        if (!isSeen) { return DayPoint.Absent; }
        return numerator.HasMissing(above, days)
            ? DayPoint.Null(NullReason.MissingFxRate, observations)
            : DayPoint.Quotient(numerator.Amount(above, days), denominator.Amount(below, days), observations);
    }
}

/// <summary>A quotient of two flows.</summary>
/// <param name="Numerator">What is divided.</param>
/// <param name="Denominator">By what; its rows are the observations.</param>
/// <param name="NumeratorLag">How many days the numerator's window lies before the day.</param>
/// <param name="DenominatorLag">How many days the denominator's window lies before the day.</param>
/// <param name="SeenByNumerator">Whether rows of the numerator alone make a member appear.</param>
internal sealed record FlowRatio(DaySeries Numerator, DaySeries Denominator, int NumeratorLag = 0, int DenominatorLag = 0, bool SeenByNumerator = false);
