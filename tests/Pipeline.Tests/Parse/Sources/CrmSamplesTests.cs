using System.Globalization;

namespace Pipeline.Tests.Parse.Sources;

/// <summary>Exports of real shape: every file is read, ignored with a reason, or refused with a way out, and its counts add up.</summary>
public sealed class CrmSamplesTests
{
    [Theory]
    [InlineData("salesforce_dataloader")]
    [InlineData("fivetran_salesforce")]
    [InlineData("fivetran_hubspot")]
    public async Task Sample_files_have_the_outcomes_listed_beside_this_test(string folder)
    {
        var actual = await Samples.OutcomesAsync(folder);
        await Golden.EqualAsync(folder + ".outcomes", actual);
    }

    [Theory]
    [InlineData("salesforce_dataloader")]
    [InlineData("fivetran_salesforce")]
    [InlineData("fivetran_hubspot")]
    public async Task Sample_file_that_is_not_read_says_why_in_a_sentence(string folder)
    {
        foreach (var file in Samples.Files(folder))
        {
            var parsed = await Samples.ReadAsync(file);
            if (parsed.Outcome == "read") { continue; }
            Assert.True(parsed.Reason.Length > 40, $"{Path.GetFileName(file)}: '{parsed.Reason}' does not help");
        }
    }

    [Fact]
    public async Task Hubspot_deals_and_salesforce_history_of_the_same_deals_give_the_same_opportunities()
    {
        var (hubSpot, salesforce) = await ReadDealsAsync();
        var left = Facts(hubSpot, "opportunity", "name", "pipeline", "stage", "status", "amount", "currency", "created_at", "close_date", "owner_id", "lead_source");
        var right = Facts(salesforce, "opportunity", "name", "pipeline", "stage", "status", "amount", "currency", "created_at", "close_date", "owner_id", "lead_source");
        Assert.Equal(1600, left.Length);
        Assert.Equal(left, right);
    }

    [Fact]
    public async Task Hubspot_deals_and_salesforce_history_of_the_same_deals_give_the_same_stage_entries()
    {
        var (hubSpot, salesforce) = await ReadDealsAsync();
        var left = Entries(hubSpot);
        Assert.Equal(5476, left.Length);
        Assert.Equal(left, Entries(salesforce));
    }

    [Fact]
    public async Task Deals_have_the_published_answers()
    {
        foreach (var file in await ReadAllDealsAsync())
        {
            var deals = Last(file, "opportunity").Values.ToArray();
            Assert.Equal(175, deals.Count(deal => deal["status"] == "won"));
            Assert.Equal(1384, deals.Count(deal => deal["status"] == "lost"));
            Assert.Equal(41, deals.Count(deal => deal["status"] == "open"));
            var won = deals.Where(deal => deal["status"] == "won").ToArray();
            Assert.Equal(6_493_000m, won.Sum(deal => decimal.Parse(deal["amount"], CultureInfo.InvariantCulture)));
            Assert.Equal(54, won.Select(CycleDays).Order().ElementAt(won.Length / 2));
            Assert.Equal([1600, 1055, 756, 356, 206], Reached(file, "Discovery", "Qualified", "Demo", "Proposal", "Negotiation"));
        }
    }

    private static async Task<(ParsedFile HubSpot, ParsedFile Salesforce)> ReadDealsAsync()
    {
        var files = await ReadAllDealsAsync();
        return (files[0], files[1]);
    }

    private static async Task<ParsedFile[]> ReadAllDealsAsync()
    {
        var files = new List<ParsedFile>();
        foreach (var path in Samples.Files("pipeline_leak_finder"))
        {
            var file = await Samples.ReadAsync(path);
            Assert.Equal("read", file.Outcome);
            Assert.Equal(0, file.Counts.Quarantined);
            files.Add(file);
        }

        Assert.Equal(["hubspot-deals", "salesforce-opportunity-history-report"], files.Select(file => file.Source));
        return [.. files];
    }

    /// <summary>The rows of a table as the merge would leave them: the last of each key.</summary>
    private static Dictionary<string, ParsedRow> Last(ParsedFile file, string table)
    {
        var rows = new Dictionary<string, ParsedRow>(StringComparer.Ordinal);
        foreach (var row in file.Rows.Where(row => row.Table == table)) { rows[row["opportunity_id"]] = row; }
        return rows;
    }

    private static string[] Facts(ParsedFile file, string table, params string[] columns) =>
        [.. Last(file, table).Values.Select(row => string.Join(" | ", columns.Select(column => Day(row, column)))).Order(StringComparer.Ordinal)];

    /// <summary>Stage entries by the order of the deals, which is the same in both files, since their ids are not.</summary>
    private static string[] Entries(ParsedFile file)
    {
        var order = Last(file, "opportunity").Keys.Index().ToDictionary(pair => pair.Item, pair => pair.Index, StringComparer.Ordinal);
        return [.. file.Rows.Where(row => row.Table == "opportunity_stage_history")
            .Select(row => $"{order[row["opportunity_id"]].ToString("0000", CultureInfo.InvariantCulture)} {Day(row, "entered_at")} {row["to_stage"]}")
            .Distinct().Order(StringComparer.Ordinal)];
    }

    /// <summary>How many deals reached each stage or one after it, as long as they were not lost before.</summary>
    private static int[] Reached(ParsedFile file, params string[] stages)
    {
        var furthest = file.Rows.Where(row => row.Table == "opportunity_stage_history")
            .GroupBy(row => row["opportunity_id"])
            .Select(deal => deal.Max(row => row["to_stage"] == "Closed Won" ? stages.Length - 1 : Array.IndexOf(stages, row["to_stage"])))
            .ToArray();
        return [.. stages.Select((_, index) => furthest.Count(last => last >= index))];
    }

    private static int CycleDays(ParsedRow deal) => DateOnly.Parse(deal["close_date"], CultureInfo.InvariantCulture).DayNumber
        - DateOnly.Parse(deal["created_at"][..10], CultureInfo.InvariantCulture).DayNumber;

    private static string Day(ParsedRow row, string column) => column.EndsWith("_at", StringComparison.Ordinal) && row[column].Length > 10 ? row[column][..10] : row[column];
}
