using System.Collections.Immutable;
using Pipeline.Model;

namespace Pipeline.Parse.Sources;

/// <summary>Meta Ads statistics as Fivetran copies them, by ad and day.</summary>
/// <remarks>The copies name no currency; it is the account's, set for the source.</remarks>
public static class MetaAdsFivetran
{
    private const string History = "Versions of ads, ad sets and campaigns have no spend. Bring the table basic_ad.";
    private const string Actions = "Actions come in overlapping kinds and have no spend. Bring the table basic_ad.";
    private const string Demographics = "Demographics break the same spend down again; it would count twice. Bring the table basic_ad.";

    public static SourceDefinition Ads { get; } = new()
    {
        Name = "meta-ads-fivetran-ads",
        System = "meta_ads",
        Object = "basic_ad",
        Format = "fivetran",
        Signature = new() { All = [["ad_id"], ["date"], ["account_id"], ["spend"], ["impressions"]], None = [["campaign_id"], ["ad_group_id"]] },
        Account = ["account_id"],
        Watermark = ["_fivetran_synced", "date"],
        Outputs =
        [
            new()
            {
                Table = FactTables.MarketingSpendDaily,
                Authority = 3,
                Columns =
                [
                    Read.Date("spend_date", "date"),
                    Read.Constant("channel", "meta_ads"),
                    Read.Constant("cost_type", "media"),
                    Read.Constant("report_level", "ad"),
                    Read.Id("ad_id", "ad_id"),
                    Read.Number("cost", "spend").OrDefault("0"),
                    Read.Integer("impressions", "impressions"),
                    Read.Integer("clicks", "inline_link_clicks"),
                ],
            },
        ],
    };

    public static ImmutableArray<SourceDefinition> Ignored { get; } =
    [
        Ignore("basic-ad-actions", "basic_ad_actions", Actions, ["ad_id"], ["date"], ["action_type"], ["value"]),
        Ignore("demographics-actions", "demographics_actions", Actions, ["account_id"], ["date"], ["action_type"], ["value"]),
        Ignore("demographics-country", "demographics_country", Demographics, ["account_id"], ["date"], ["country"], ["spend"], ["reach"]),
        Ignore("demographics-region", "demographics_region", Demographics, ["account_id"], ["date"], ["region"], ["spend"], ["reach"]),
        Ignore("ad-history", "ad_history", History, ["id"], ["account_id"], ["ad_set_id"], ["creative_id"], ["updated_time"]),
        Ignore("ad-set-history", "ad_set_history", History) with
        {
            Signature = new() { All = [["id"], ["account_id"], ["campaign_id"], ["updated_time"]], None = [["ad_set_id"]] },
        },
        Ignore("campaign-history", "campaign_history", History) with
        {
            Signature = new() { All = [["id"], ["account_id"], ["name"], ["updated_time"]], None = [["campaign_id"], ["ad_set_id"]] },
        },
        Ignore("creative-history", "creative_history", History, ["page_link"], ["template_page_link"], ["account_id"], ["asset_feed_spec_link_urls"]),
    ];

    private static SourceDefinition Ignore(string name, string @object, string sentence, params ImmutableArray<Header> columns) => new()
    {
        Name = "meta-ads-fivetran-" + name,
        System = "meta_ads",
        Object = @object,
        Format = "fivetran",
        Signature = new() { All = columns },
        IgnoredBecause = sentence,
    };
}
