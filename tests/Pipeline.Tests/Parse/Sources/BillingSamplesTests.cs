using System.Globalization;

namespace Pipeline.Tests.Parse.Sources;

/// <summary>Billing, marketing and ledger exports of real shape: what becomes of each file, and the totals that were published with them.</summary>
public sealed class BillingSamplesTests
{
    [Theory]
    [InlineData("stripe_api_json")]
    [InlineData("fivetran_stripe")]
    [InlineData("fivetran_google_ads")]
    [InlineData("fivetran_facebook_ads")]
    [InlineData("fivetran_linkedin")]
    [InlineData("fivetran_microsoft_ads")]
    [InlineData("fivetran_tiktok_ads")]
    [InlineData("fivetran_ga4_export")]
    [InlineData("fivetran_quickbooks")]
    [InlineData("fivetran_recurly")]
    [InlineData("fivetran_zuora")]
    [InlineData("cdnow")]
    [InlineData("telco_churn")]
    public async Task Sample_files_have_the_outcomes_listed_beside_this_test(string folder)
    {
        var actual = await Samples.OutcomesAsync(folder);
        await Golden.EqualAsync(folder + ".outcomes", actual);
    }

    [Theory]
    [InlineData("fivetran_google_ads", "campaign_stats_data.csv", 16, "231.33")]
    [InlineData("fivetran_facebook_ads", "facebook_ads_basic_ad_data.csv", 10, "643.63")]
    [InlineData("fivetran_linkedin", "linkedin_ad_analytics_by_campaign_data.csv", 20, "530.62")]
    [InlineData("fivetran_microsoft_ads", "microsoft_ads_campaign_performance_daily_report_data.csv", 2630, "946.34")]
    [InlineData("fivetran_tiktok_ads", "tiktok_campaign_report_hourly_data.csv", 4, "444.792")]
    public async Task Spend_of_a_sample_sums_to_its_published_total(string folder, string name, int rows, string cost)
    {
        var parsed = await ReadAsync(folder, name);
        Assert.Equal(rows, parsed.Rows.Length);
        Assert.Equal(decimal.Parse(cost, CultureInfo.InvariantCulture), Sum(parsed, "cost"));
    }

    [Fact]
    public async Task Microsoft_sample_has_its_published_clicks_and_impressions()
    {
        var parsed = await ReadAsync("fivetran_microsoft_ads", "microsoft_ads_campaign_performance_daily_report_data.csv");
        Assert.Equal(592, Sum(parsed, "clicks"));
        Assert.Equal(7_569, Sum(parsed, "impressions"));
    }

    private static Task<ParsedFile> ReadAsync(string folder, string name) =>
        Samples.ReadAsync(Samples.Files(folder).Single(file => Path.GetFileName(file) == name));

    private static decimal Sum(ParsedFile parsed, string column) => parsed.Rows.Sum(row => decimal.Parse(row[column], CultureInfo.InvariantCulture));
}
