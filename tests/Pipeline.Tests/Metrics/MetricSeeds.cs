using System.Globalization;

namespace Pipeline.Tests.Metrics;

/// <summary>The seeds of tests over random companies: the usual ones, or those of a long run, <c>METRIC_SEEDS=1-100</c>.</summary>
internal static class MetricSeeds
{
    /// <param name="usual">The seeds when no long run is asked for.</param>
    public static TheoryData<int> OrUsual(IEnumerable<int> usual) => Environment.GetEnvironmentVariable("METRIC_SEEDS")?.Split('-') is [var first, var last]
        ? [.. Enumerable.Range(Number(first), Number(last) - Number(first) + 1)]
        : [.. usual];

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
