using System.Collections.Immutable;
using System.Globalization;
using Pipeline.Metrics;
using Pipeline.Model;
using Pipeline.Publish;

namespace Pipeline.App;

/// <summary>Turns what a caller asks to be computed again into what is replaced.</summary>
internal static class RecomputeScope
{
    /// <param name="from">The first day.</param>
    /// <param name="to">The last day, included.</param>
    /// <param name="metrics">Ids of metrics, such as <c>cac_blended</c> or <c>spend_t30</c>; all when there are none.</param>
    /// <exception cref="RefusalException">The days are the wrong way round, or a metric does not exist.</exception>
    public static PublishScope Of(DateOnly from, DateOnly to, IReadOnlyCollection<string> metrics)
    {
        if (to < from) { throw new RefusalException($"the last day {Text(to)} lies before the first, {Text(from)}; give the earlier day as the first"); }
        if (to == DateOnly.MaxValue) { throw new RefusalException($"the last day {Text(to)} is the end of the calendar; give a day that has numbers"); }
        if (metrics.FirstOrDefault(metric => MetricCatalog.Find(metric) is null) is { } unknown)
        {
            throw new RefusalException($"no metric is called '{unknown}'; 'pipeline metrics' lists all");
        }

        return new(new DayRange(from, to.AddDays(1)), metrics.Count == 0 ? null : [.. metrics]);
    }

    private static string Text(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
