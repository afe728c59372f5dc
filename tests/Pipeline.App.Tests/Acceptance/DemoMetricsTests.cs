using System.Collections.Immutable;
using Pipeline.App.Settings;
using Pipeline.Testing.Metrics;

namespace Pipeline.App.Tests.Acceptance;

[Collection(DemoLakeGroup.Name)]
public sealed class DemoMetricsTests(DemoLake lake)
{
    [Fact]
    public async Task Every_metric_of_the_demo_company_agrees_with_its_check()
    {
        var facts = lake.Tables.Where(table => table.Path.StartsWith("facts/", StringComparison.Ordinal));
        var database = new CheckDatabase(LakeSettings.Default.Metrics, AsOf: null, DemoLake.Today)
        {
            Facts = facts.ToImmutableDictionary(table => table.Path["facts/".Length..], table => table.Files, StringComparer.Ordinal),
        };

        var agreements = await MetricCheck.CompareAsync(database, lake["metrics/metric_snapshot"].Files);

        var broken = agreements.Where(agreement => agreement.Mismatches > 0).ToList();
        Assert.True(broken.Count == 0, string.Join('\n', broken));
        Assert.True(agreements.All(agreement => agreement.Metric.Length == 0 || agreement.Rows > 1000), "a metric has hardly any rows to compare");
    }
}
