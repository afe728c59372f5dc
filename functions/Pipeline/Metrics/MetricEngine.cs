using System.Collections.Concurrent;
using System.Collections.Immutable;
using Pipeline.Metrics.Reading;
using Pipeline.Metrics.Series;
using Pipeline.Model;

namespace Pipeline.Metrics;

/// <summary>Computes every metric for every day from one version of the facts.</summary>
public sealed class MetricEngine
{
    /// <summary>Reads the facts once and computes all published tables.</summary>
    /// <exception cref="MetricIdentityException">Parts do not add up to their total.</exception>
    public static async Task<MetricTables> ComputeAsync(
        IFactReader facts, MetricSettings settings, DayAxisRequest request, MetricRun run, CancellationToken cancellationToken)
    {
        var limit = DayAxis.Day(request.AsOf ?? request.Today);
        var days = new BusinessDays(settings.ReportingTimeZone);
        var fx = await FxRates.ReadAsync(facts, settings.ReportingCurrency, cancellationToken).ConfigureAwait(false);
        var series = await FactSeries.ReadAsync(new FactContext(facts, settings, days, fx, limit) { ConfigHash = run.ConfigHash }, cancellationToken).ConfigureAwait(false);
        var axis = AxisOf(series, request);
        if (axis.Count == 0) { return new MetricTables(axis, [], null, run); }
        var shared = new MetricFacts(series, axis);
        Identities.Check(shared);
        return new MetricTables(axis, Points(shared, cancellationToken), shared, run);
    }

    private static DayAxis AxisOf(FactSeries series, DayAxisRequest request)
    {
        int first = int.MaxValue, last = int.MinValue;
        foreach (var coverage in series.Coverages)
        {
            first = Math.Min(first, coverage.First);
            last = Math.Max(last, coverage.Last);
        }

        if (first > last) { return new DayAxis(0, -1); }
        return new DayAxis(first, request.AsOf is { } asOf ? DayAxis.Day(asOf) : Math.Min(last, DayAxis.Day(request.Today)));
    }

    private static ImmutableArray<PointSeries> Points(MetricFacts facts, CancellationToken cancellationToken)
    {
        var sinks = new MetricSink[MetricCatalog.All.Length];
        // Metrics differ widely in cost: who is free takes the next.
        var next = Partitioner.Create(Enumerable.Range(0, sinks.Length), EnumerablePartitionerOptions.NoBuffering);
        Parallel.ForEach(next, new ParallelOptions { CancellationToken = cancellationToken }, metric =>
        {
            sinks[metric] = new MetricSink(facts);
            MetricCatalog.All[metric].Compute(facts, sinks[metric]);
        });

        return
        [
            .. sinks.SelectMany(sink => sink.All)
                .OrderBy(series => series.Metric, StringComparer.Ordinal)
                .ThenBy(series => series.Scope.Dimension, StringComparer.Ordinal)
                .ThenBy(series => series.Scope.Member, StringComparer.Ordinal),
        ];
    }
}
