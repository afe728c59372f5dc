using System.Collections.Immutable;
using System.Globalization;
using Pipeline.Model;
using Pipeline.Parquet;
using Pipeline.Testing;

namespace Pipeline.Tests;

/// <summary>The same 1,600 deals as a HubSpot export and as a Salesforce history report become the same facts and the same metrics.</summary>
public sealed class PipelineLeakFinderTests
{
    private const string HubSpot = "sample_hubspot_deals.csv";
    private const string Salesforce = "sample_salesforce_history.csv";

    [Theory]
    [InlineData(HubSpot)]
    [InlineData(Salesforce)]
    public async Task Deals_have_the_published_answers(string sample)
    {
        var deals = await DealsAsync(await RunAsync(sample));

        var won = deals.Where(deal => deal.Status == "won").ToList();
        Assert.Equal(1_600, deals.Count);
        Assert.Equal((175, 1_384, 41), (won.Count, deals.Count(deal => deal.Status == "lost"), deals.Count(deal => deal.Status == "open")));
        Assert.Equal(6_493_000m, won.Sum(deal => deal.Amount));
        Assert.Equal(37_103m, Math.Round(won.Average(deal => deal.Amount!.Value)));
        Assert.Equal(54, won.Select(deal => deal.CloseDay - deal.CreatedDay).Order().ElementAt(won.Count / 2));
        Assert.Equal(0.112m, Math.Round(won.Count / 1_559m, 3));
    }

    [Theory]
    [InlineData(HubSpot)]
    [InlineData(Salesforce)]
    public async Task The_funnel_has_the_published_answers(string sample)
    {
        var lake = await RunAsync(sample);
        var rows = await lake.ReadAsync("metrics/funnel_conversion", "funnel", "basis", "from_stage", "to_stage", "reached", "moved", "still_open", "skipped");
        var stages = rows.Where(row => row[0] == "opportunity" && row[1] == "all_time").ToList();

        Assert.Equal(["Discovery", "Qualified", "Demo", "Proposal", "Negotiation"], stages.Select(row => row[2]));
        Assert.Equal(["1600", "1055", "756", "356", "206"], stages.Select(row => row[4]));
        Assert.Equal([".662", ".723", ".477", ".592", ".875"], stages.Select(row => Share(row[5], row[4], row[6])));
        Assert.Equal(56, stages.Sum(row => int.Parse(row[7], CultureInfo.InvariantCulture)));
    }

    [Fact]
    public async Task Both_files_become_the_same_opportunities_apart_from_ids_sources_and_time_of_day()
    {
        var hubSpot = await DealsAsync(await RunAsync(HubSpot));
        var salesforce = await DealsAsync(await RunAsync(Salesforce));

        Assert.Equal(hubSpot.OrderBy(deal => deal.ToString(), StringComparer.Ordinal), salesforce.OrderBy(deal => deal.ToString(), StringComparer.Ordinal));
    }

    [Fact]
    public async Task Both_files_become_the_same_metrics()
    {
        string[] columns =
        [
            "snapshot_date", "metric", "metric_version", "dimension", "member", "numerator", "denominator", "value", "unit", "currency", "n", "null_reason", "is_complete", "config_hash",
        ];
        var hubSpot = await (await RunAsync(HubSpot)).ReadAsync("metrics/metric_snapshot", columns);
        var salesforce = await (await RunAsync(Salesforce)).ReadAsync("metrics/metric_snapshot", columns);

        Assert.Equal(hubSpot.Select(row => string.Join('|', row)), salesforce.Select(row => string.Join('|', row)));
    }

    private static string Share(string moved, string reached, string open) =>
        (decimal.Parse(moved, CultureInfo.InvariantCulture) / (decimal.Parse(reached, CultureInfo.InvariantCulture) - decimal.Parse(open, CultureInfo.InvariantCulture)))
            .ToString(".000", CultureInfo.InvariantCulture);

    private static Task<TestLake> RunAsync(string sample) => TestLake.RunAsync(Samples.File("pipeline_leak_finder", sample));

    private static async Task<List<Deal>> DealsAsync(TestLake lake)
    {
        var deals = new List<Deal>();
        ImmutableArray<string> columns = ["name", "pipeline", "stage", "status", "amount", "currency", "created_at", "close_date"];
        await lake.ReadFactsAsync(FactTables.Opportunity, columns, rows =>
        {
            for (var i = 0; i < rows.RowCount; i++) { deals.Add(DealOf(rows, i)); }
        });
        return deals;
    }

    private static Deal DealOf(ColumnBatch rows, int i) => new(
        TextOf(rows, "name", i), TextOf(rows, "pipeline", i), TextOf(rows, "stage", i), TextOf(rows, "status", i), TextOf(rows, "currency", i),
        rows["amount"].HasValue(i) ? rows["amount"].Int64s[i] / 1_000_000m : null,
        (int)Math.Floor(rows["created_at"].Int64s[i] / 86_400_000_000d),
        rows["close_date"].Int32s[i]);

    private static string TextOf(ColumnBatch rows, string column, int i) => rows[column].HasValue(i) ? rows[column].Texts!.RowText(i) : "";

    private sealed record Deal(string Name, string Pipeline, string Stage, string Status, string Currency, decimal? Amount, int CreatedDay, int CloseDay);
}
