using System.Collections.Immutable;
using System.Globalization;
using Pipeline.Metrics;
using Pipeline.Model;
using Pipeline.Parquet;
using Pipeline.Publish;
using Pipeline.Storage.Delta;
using Pipeline.Testing;
using Pipeline.Testing.Metrics;
using Pipeline.Tests.Metrics;

namespace Pipeline.Tests.Publish;

/// <summary>A month whose inputs did not change is not made again: what is published must be as if it were.</summary>
public sealed class ChunkInputsTests
{
    public static TheoryData<int> Seeds => MetricSeeds.OrUsual(Enumerable.Range(1, 12));

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task Publishing_after_every_change_gives_what_publishing_at_once_gives(int seed)
    {
        var company = RandomCompany.Create(seed);
        var random = new Random(seed);
        var grown = new Shop();
        ImmutableSortedDictionary<string, ColumnBatch>[] states =
        [
            Without(company.Facts, random, 0.10), Without(company.Facts, random, 0.01), company.Facts, Without(company.Facts, random, 0.002), company.Facts,
        ];
        foreach (var facts in states)
        {
            await grown.PublishAsync(company, facts);
            var fresh = new Shop();
            await fresh.PublishAsync(company, facts);
            Assert.Equal(await fresh.ContentsAsync(), await grown.ContentsAsync());
        }
    }

    [Fact]
    public async Task Only_months_from_the_first_changed_day_on_are_made()
    {
        var shop = new Shop();
        var lines = Enumerable.Range(0, 300).Select(day => string.Create(CultureInfo.InvariantCulture, $"{new DateOnly(2025, 1, 1).AddDays(day):yyyy-MM-dd},google_ads,media,1.5,USD")).ToArray();
        await shop.PublishAsync(Spend(lines));
        shop.Made.Clear();
        await shop.PublishAsync(Spend(lines));
        Assert.Empty(shop.Made);

        await shop.PublishAsync(Spend([.. lines, "2025-10-28,google_ads,media,2,USD"]));
        Assert.Equal(["2025-10"], shop.Made.Order(StringComparer.Ordinal));
        shop.Made.Clear();

        // A new member, and a late row: the months before its day stay.
        await shop.PublishAsync(Spend([.. lines, "2025-10-28,google_ads,media,2,USD", "2025-08-05,bing,media,2,USD"]));
        Assert.Equal(["2025-08", "2025-09", "2025-10"], shop.Made.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_chunk_that_somebody_replaced_is_made_again()
    {
        var shop = new Shop();
        string[] lines = ["2025-01-01,google_ads,media,1,USD", "2025-02-01,google_ads,media,1,USD"];
        await shop.PublishAsync(Spend(lines));
        await shop.PublishAsync(Spend(["2025-01-01,google_ads,media,9,USD", lines[1]]), new PublishScope(new DayRange(new DateOnly(2025, 1, 1), new DateOnly(2025, 1, 5))));
        shop.Made.Clear();

        await shop.PublishAsync(Spend(lines));

        Assert.Equal(["2025-01"], shop.Made);
    }

    private static InMemoryFacts Spend(params string[] lines) => new InMemoryFacts().Add(FactTables.MarketingSpendDaily, "spend_date,channel,cost_type,cost,currency", lines);

    private static ImmutableSortedDictionary<string, ColumnBatch> Without(ImmutableSortedDictionary<string, ColumnBatch> facts, Random random, double share) => facts.ToImmutableSortedDictionary(
        table => table.Key,
        table => RowSelection.Take(table.Value, [.. Enumerable.Range(0, table.Value.RowCount).Where(_ => random.NextDouble() >= share)]),
        StringComparer.Ordinal);

    /// <summary>Where one company publishes.</summary>
    private sealed class Shop
    {
        private readonly InMemoryObjectStore _store = new();
        private readonly DeltaEnvironment _environment = new(TimeProvider.System, Guid.NewGuid);
        private int _runs;

        /// <summary>Labels of the months that were made.</summary>
        public List<string> Made { get; } = [];

        public Task PublishAsync(RandomCompany company, ImmutableSortedDictionary<string, ColumnBatch> facts) =>
            PublishAsync(new BatchFacts(facts), company.Settings, new DayAxisRequest(company.AsOf, company.Today), null);

        public Task PublishAsync(InMemoryFacts facts, PublishScope? scope = null) =>
            PublishAsync(facts, new MetricSettings(), new DayAxisRequest(null, new DateOnly(2099, 1, 1)), scope);

        /// <summary>For each chunk the hash of its rows.</summary>
        public async Task<SortedDictionary<string, string>> ContentsAsync()
        {
            var contents = new SortedDictionary<string, string>(StringComparer.Ordinal);
            foreach (var file in (await new DeltaTable(_store, "metrics/metric_snapshot", _environment).ReadAsync(TestContext.Current.CancellationToken))!.Files)
            {
                contents.Add(file.Tags["chunk"], file.Tags["content"]);
            }

            return contents;
        }

        private async Task PublishAsync(IFactReader facts, MetricSettings settings, DayAxisRequest days, PublishScope? scope)
        {
            var run = new MetricRun($"run-{++_runs}", "config", $"versions-{_runs}");
            var table = (await MetricEngine.ComputeAsync(facts, settings, days, run, TestContext.Current.CancellationToken)).Snapshot;
            var chunks = table.Parts.Select(part => Chunk(part.Month!.Value.ToString("yyyy-MM", CultureInfo.InvariantCulture), part));
            await new PublishStation(_store, _environment).PublishAsync(new(table.Name, table.Schema, "snapshot_date", chunks), scope, isDryRun: false, TestContext.Current.CancellationToken);
        }

        private PublishedChunk Chunk(string label, MetricPart part) => new(label, arrays =>
        {
            lock (Made) { Made.Add(label); }
            return part.Make(arrays);
        }) { Inputs = part.Inputs };
    }
}
