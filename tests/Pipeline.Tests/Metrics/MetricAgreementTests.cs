using Pipeline.Metrics;
using Pipeline.Testing;
using Pipeline.Testing.Metrics;

namespace Pipeline.Tests.Metrics;

/// <summary>What we compute against what statements written by somebody else say of the same facts.</summary>
public sealed class MetricAgreementTests
{
    private const int Seeds = 20;

    public static TheoryData<int> Companies => [.. Enumerable.Range(1, Seeds)];

    [Theory]
    [MemberData(nameof(Companies))]
    public async Task Snapshot_agrees_with_every_check_on_any_company(int seed)
    {
        using var folder = new TemporaryFolder();
        var company = RandomCompany.Create(seed);
        var tables = await MetricEngine.ComputeAsync(
            new BatchFacts(company.Facts), company.Settings, new DayAxisRequest(company.AsOf, company.Today), new MetricRun("run", "config", "versions"),
            TestContext.Current.CancellationToken);
        var snapshot = FactFiles.Write(Path.Combine(folder.Path, "snapshot.parquet"), [.. tables.Snapshot.Parts.Select(part => part.Batch)]);
        var database = new CheckDatabase(company.Settings, company.AsOf, company.Today) { Facts = FactFiles.Write(folder.Path, company.Facts) };
        var disagreements = (await MetricCheck.CompareAsync(database, [snapshot])).Where(agreement => agreement.Mismatches > 0).ToArray();
        Assert.True(disagreements.Length == 0, $"seed {seed}:\n{string.Join('\n', disagreements.Select(disagreement => disagreement.ToString()))}");
    }
}
