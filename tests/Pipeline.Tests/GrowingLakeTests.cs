using Pipeline.Land;
using Pipeline.Model;
using Pipeline.Storage;
using Pipeline.Storage.Delta;
using Pipeline.Testing;
using Pipeline.Tests.Metrics;

namespace Pipeline.Tests;

/// <summary>Lakes that are fed day by day say what lakes say that got everything at once.</summary>
public sealed class GrowingLakeTests
{
    private const int Days = 8;

    public static TheoryData<int> Seeds => MetricSeeds.OrUsual(Enumerable.Range(1, 4));

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task Days_one_by_one_give_what_all_at_once_give(int seed)
    {
        var exports = new RandomDays(seed);
        var daily = new TestLake(new InMemoryObjectStore());
        List<LandingFile> all = [];
        for (var day = 1; day <= Days; day++)
        {
            var files = exports.Next();
            all.AddRange(files);
            await daily.LandAsync(files);
            await daily.PublishAsync();
            var rebuilt = await TestLake.RunAsync([.. all]);
            Assert.True(
                string.Equals(await LakeContent.OfAsync(rebuilt.Store, TestContext.Current.CancellationToken), await LakeContent.OfAsync(daily.Store, TestContext.Current.CancellationToken), StringComparison.Ordinal),
                $"seed {seed}: after day {day} the lakes differ");
        }
    }

    [Fact]
    public async Task What_is_kept_is_that_of_the_parts_of_today()
    {
        var exports = new RandomDays(5);
        var lake = new TestLake(new InMemoryObjectStore());
        for (var day = 1; day <= Days; day++)
        {
            await lake.LandAsync(exports.Next());
            await lake.PublishAsync();
        }

        SortedSet<string> parts = new(StringComparer.Ordinal);
        foreach (var table in (FactTable[])[FactTables.Invoice, FactTables.Opportunity, FactTables.Lead, FactTables.LifecycleEvent, FactTables.MarketingSpendDaily])
        {
            var snapshot = await new DeltaTable(lake.Store, table.Path, lake.Environment).ReadAsync(TestContext.Current.CancellationToken);
            Assert.NotEmpty(snapshot!.Files);
            foreach (var file in snapshot.Files) { parts.Add($"metrics/_kept/{table.Name}/{file.Path}"); }
        }

        var kept = await lake.Store.ListAsync("metrics/_kept/", TestContext.Current.CancellationToken).Select(stored => stored.Path[..stored.Path.LastIndexOf('.')]).Distinct().ToListAsync(TestContext.Current.CancellationToken);
        Assert.Equal(parts, kept);
    }
}
