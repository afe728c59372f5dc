using Pipeline.Metrics.Reading;

namespace Pipeline.Metrics;

/// <summary>Takes the points of one metric. It knows the windows of the metric's kind and the order in which a value can be null.</summary>
public sealed class MetricSink
{
    private readonly MetricFacts _facts;
    private readonly List<PointSeries> _series = [];

    internal MetricSink(MetricFacts facts) => _facts = facts;

    internal IReadOnlyList<PointSeries> Series => _series;

    private DayAxis Axis => _facts.Axis;

    /// <summary>Adds an amount or a count of each day and its windows.</summary>
    internal void Flow(MetricDefinition definition, MetricScope scope, DaySeries days, InputSpan inputs)
    {
        var totals = days.On(Axis);
        foreach (var window in definition.Windows)
        {
            // Owners are many and their windows are sums of their rows: they would be three quarters of the table.
            if (window.Days > 1 && string.Equals(scope.Dimension, "owner", StringComparison.Ordinal)) { continue; }

            var points = Start(definition, window.Id, scope, inputs);
            for (var day = Axis.Start; day <= Axis.End; day++)
            {
                var reason = window.Days == 1 ? inputs.Day(day) : inputs.Window(day - window.Days + 1);
                var index = day - Axis.Start;
                var length = reason == NullReason.None ? window.Days : 0;
                AddAmount(points, day, totals, (index, length), reason);
            }

            Keep(points);
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
        var numerator = ratio.Numerator.On(Axis);
        var denominator = ratio.Denominator.On(Axis);
        foreach (var window in definition.Windows)
        {
            var points = Start(definition, window.Id, scope, inputs);
            for (var day = Axis.Start; day <= Axis.End; day++)
            {
                var reason = inputs.Window(day - window.Days + 1 - Math.Max(ratio.NumeratorLag, ratio.DenominatorLag));
                if (reason != NullReason.None)
                {
                    if (scope.IsAll) { points.AddNull(day, reason, 0); }
                    continue;
                }

                AddRatio(points, day, window.Days, (ratio, numerator, denominator));
            }

            Keep(points);
        }
    }

    /// <summary>Adds a level or comparison for <c>all</c>, computed for each day from its index on the axis.</summary>
    internal void Daily(MetricDefinition definition, InputSpan inputs, Func<int, DayPoint> at)
    {
        var points = Start(definition, definition.Name, MetricScope.All, inputs);
        for (var day = Axis.Start; day <= Axis.End; day++)
        {
            var point = at(day - Axis.Start);
            if (point.Reason != NullReason.None) { points.AddNull(day, point.Reason, point.Observations); }
            else if (point.Denominator is { } denominator) { points.Add(day, point.Numerator, denominator, point.Observations); }
            else { points.Add(day, point.Numerator, point.Observations); }
        }

        Keep(points);
    }

    /// <summary>Begins a series to which the metric adds its days in order; <see cref="Keep"/> ends it.</summary>
    internal PointSeries Start(MetricDefinition definition, string id, MetricScope scope, InputSpan inputs) =>
        new(definition, id, scope, Currency(definition, scope), inputs.IsEmpty ? int.MinValue : inputs.Through);

    internal void Keep(PointSeries points)
    {
        if (points.Count > 0) { _series.Add(points); }
    }

    private static void AddAmount(PointSeries points, int day, DayTotals totals, (int Index, int Days) window, NullReason reason)
    {
        var observations = totals.Count(window.Index, window.Days);
        if (observations == 0 && !points.Scope.IsAll) { return; }
        if (reason == NullReason.None && totals.HasMissing(window.Index, window.Days)) { reason = NullReason.MissingFxRate; }
        if (reason == NullReason.None) { points.Add(day, totals.Amount(window.Index, window.Days), observations); }
        else { points.AddNull(day, reason, observations); }
    }

    private void AddRatio(PointSeries points, int day, int days, (FlowRatio Ratio, DayTotals Numerator, DayTotals Denominator) parts)
    {
        var above = day - Axis.Start - parts.Ratio.NumeratorLag;
        var below = day - Axis.Start - parts.Ratio.DenominatorLag;
        var observations = parts.Denominator.Count(below, days);
        var isSeen = observations > 0 || (parts.Ratio.SeenByNumerator && parts.Numerator.Count(above, days) > 0);
        if (!isSeen && !points.Scope.IsAll) { return; }
        if (parts.Numerator.HasMissing(above, days)) { points.AddNull(day, NullReason.MissingFxRate, observations); }
        else { points.Add(day, parts.Numerator.Amount(above, days), parts.Denominator.Amount(below, days), observations); }
    }

    private string? Currency(MetricDefinition definition, MetricScope scope)
    {
        if (definition.Unit != MetricUnit.Money) { return null; }
        return string.Equals(scope.Dimension, "currency", StringComparison.Ordinal) ? scope.Member : _facts.Settings.ReportingCurrency;
    }
}

/// <summary>A quotient of two flows.</summary>
/// <param name="Numerator">What is divided.</param>
/// <param name="Denominator">By what; its rows are the observations.</param>
/// <param name="NumeratorLag">How many days the numerator's window lies before the day.</param>
/// <param name="DenominatorLag">How many days the denominator's window lies before the day.</param>
/// <param name="SeenByNumerator">Whether rows of the numerator alone make a member appear.</param>
internal sealed record FlowRatio(DaySeries Numerator, DaySeries Denominator, int NumeratorLag = 0, int DenominatorLag = 0, bool SeenByNumerator = false);
