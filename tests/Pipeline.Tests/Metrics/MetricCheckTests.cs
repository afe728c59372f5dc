using System.Collections.Immutable;
using Pipeline.Metrics;
using Pipeline.Parquet;
using Pipeline.Testing;
using Pipeline.Testing.Metrics;

namespace Pipeline.Tests.Metrics;

/// <summary>Two roads to every number: the engine's and DuckDB's, on the same facts.</summary>
public sealed class MetricCheckTests
{
    // The three beyond 20 once disagreed: events after the last day only (34, 39), a plan that appears while its item runs (41).
    private static readonly int[] Usual = [.. Enumerable.Range(1, 20), 34, 39, 41];

    public static TheoryData<int> Seeds => MetricSeeds.OrUsual(Usual);

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task Metrics_of_a_random_company_agree_with_their_checks(int seed)
    {
        using var folder = new TemporaryFolder();
        var company = RandomCompany.Create(seed);
        var run = new MetricRun("run", "config", "versions");
        var tables = await MetricEngine.ComputeAsync(
            new BatchFacts(company.Facts), company.Settings, new DayAxisRequest(company.AsOf, company.Today), run, TestContext.Current.CancellationToken);
        var snapshot = tables.Snapshot.Parts.Select(part => part.Make(new ColumnArrays())).ToImmutableArray();
        var database = new CheckDatabase(company.Settings, company.AsOf, company.Today) { Facts = FactFiles.Write(folder.Path, company.Facts) };

        var agreements = await MetricCheck.CompareAsync(database, [FactFiles.Write(Path.Combine(folder.Path, "metric_snapshot.parquet"), snapshot)]);

        var broken = agreements.Where(agreement => agreement.Mismatches > 0).ToList();
        Assert.True(broken.Count == 0, $"seed {seed}, zone {company.Settings.ReportingTimeZone.Id}:\n{string.Join('\n', broken)}");
        Assert.True(agreements.Sum(agreement => agreement.Rows) > 0, $"seed {seed}: nothing was compared");
    }

    [Fact]
    public void Every_metric_has_a_check_and_every_check_a_metric() =>
        Assert.Equal(MetricCatalog.All.Select(metric => metric.Definition.Name).Order(StringComparer.Ordinal), CheckScripts.Metrics);
}
