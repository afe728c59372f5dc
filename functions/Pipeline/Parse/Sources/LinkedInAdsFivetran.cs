using System.Collections.Immutable;
using Pipeline.Model;

namespace Pipeline.Parse.Sources;

/// <summary>LinkedIn ad analytics as Fivetran copies them, by campaign or by creative and day.</summary>
/// <remarks>Costs are in the account's currency, which the copies do not name; it is set for the source.</remarks>
public static class LinkedInAdsFivetran
{
    private const string History = "Versions of accounts, campaigns and creatives have no spend. Bring the table ad_analytics_by_creative.";
    private const string Monthly = "The report has one number a month and repeats the spend of campaigns. Bring the table ad_analytics_by_campaign.";

    public static SourceDefinition Campaigns { get; } =
        Define("campaign", 1, [["campaign_id"], ["day"], ["cost_in_local_currency"], ["impressions"]], Read.Id("campaign_id", "campaign_id"));

    public static SourceDefinition Creatives { get; } =
        Define("ad", 3, [["creative_id"], ["day"], ["cost_in_local_currency"], ["impressions"]], Read.Id("ad_id", "creative_id"));

    public static ImmutableArray<SourceDefinition> Ignored { get; } =
    [
        Ignore("monthly-country", "monthly_ad_analytics_by_member_country", Monthly, ["campaign_id"], ["month"], ["member_country"]),
        Ignore("monthly-region", "monthly_ad_analytics_by_member_region", Monthly, ["campaign_id"], ["month"], ["member_region"]),
        Ignore("account-history", "account_history", History, ["id"], ["last_modified_time"], ["currency"], ["version_tag"]),
        Ignore("campaign-group-history", "campaign_group_history", History) with
        {
            Signature = new() { All = [["id"], ["last_modified_time"], ["account_id"], ["created_time"], ["name"]], None = [["campaign_group_id"]] },
        },
        Ignore("campaign-history", "campaign_history", History, ["id"], ["last_modified_time"], ["campaign_group_id"], ["version_tag"]),
        Ignore("creative-history", "creative_history", History, ["id"], ["campaign_id"], ["intended_status"], ["click_uri"]),
        Ignore("geo", "geo", "Names of places are no fact. Nothing to bring instead.", ["_fivetran_synced"], ["id"], ["value"]) with
        {
            Signature = new() { All = [["_fivetran_synced"], ["id"], ["value"]], None = [["name"], ["date"], ["action_type"], ["created"], ["label"]] },
        },
    ];

    private static SourceDefinition Define(string level, int fineness, ImmutableArray<Header> recognisedBy, Mapping id) => new()
    {
        Name = "linkedin-ads-fivetran-" + level,
        System = "linkedin_ads",
        Object = level == "ad" ? "ad_analytics_by_creative" : "ad_analytics_by_campaign",
        Format = "fivetran",
        Signature = new() { All = recognisedBy },
        Watermark = ["_fivetran_synced", "day"],
        Exclusions = [new("no_spend_reported", Condition.IsBlank(["cost_in_local_currency"]))],
        Outputs =
        [
            new()
            {
                Table = FactTables.MarketingSpendDaily,
                Authority = fineness,
                Columns =
                [
                    Read.Date("spend_date", "day"),
                    Read.Constant("channel", "linkedin_ads"),
                    Read.Constant("cost_type", "media"),
                    Read.Constant("report_level", level),
                    id,
                    Read.Number("cost", "cost_in_local_currency"),
                    Read.Integer("impressions", "impressions"),
                    Read.Integer("clicks", "clicks"),
                    Read.Number("conversions", "external_website_conversions"),
                    Read.Number("conversion_value", "conversion_value_in_local_currency"),
                ],
            },
        ],
    };

    private static SourceDefinition Ignore(string name, string @object, string sentence, params ImmutableArray<Header> columns) => new()
    {
        Name = "linkedin-ads-fivetran-" + name,
        System = "linkedin_ads",
        Object = @object,
        Format = "fivetran",
        Signature = new() { All = columns },
        IgnoredBecause = sentence,
    };
}
