using System.Collections.Immutable;
using Pipeline.Model;

namespace Pipeline.Parse.Sources;

/// <summary>Google Ads statistics as Fivetran copies them: costs in millionths, days in the account's time zone.</summary>
/// <remarks>The copies name no currency; it is the account's, set for the source.</remarks>
public static class GoogleAdsFivetran
{
    private static readonly ImmutableArray<Header> Statistics = [["customer_id"], ["date"], ["cost_micros"], ["impressions"]];

    public static SourceDefinition Accounts { get; } = Define("account", 0, new()
    {
        All = [.. Statistics, ["ad_network_type"], ["device"]],
        None = [["id"], ["base_campaign"], ["campaign_id"], ["ad_group_id"], ["ad_id"], ["search_term"]],
    });

    public static SourceDefinition Campaigns { get; } = Define("campaign", 1, new()
    {
        All = [.. Statistics, ["id"], ["base_campaign"]],
        None = [["base_ad_group"], ["ad_group_id"], ["ad_id"]],
    }, Read.Id("campaign_id", "id"));

    public static SourceDefinition AdGroups { get; } = Define("ad_group", 2, new()
    {
        All = [.. Statistics, ["id"], ["campaign_id"], ["base_ad_group"]],
        None = [["ad_id"]],
    }, Read.Id("campaign_id", "campaign_id"), Read.Id("ad_group_id", "id"));

    public static SourceDefinition Ads { get; } = Define("ad", 3, new()
    {
        All = [.. Statistics, ["ad_id"], ["campaign_id"], ["ad_group", "ad_group_id"]],
    }, Read.Id("campaign_id", "campaign_id"), Read.Id("ad_group_id", "ad_group_id").OrElse("ad_group"), Read.Id("ad_id", "ad_id"));

    public static ImmutableArray<SourceDefinition> Ignored { get; } =
    [
        Ignore("keyword_stats", "Keywords break the spend of ads down again; it would count twice. Bring the table ad_stats.", ["ad_group_criterion_criterion_id"], ["ad_group_id"], ["cost_micros"], ["date"], ["customer_id"]),
        Ignore("search_term_keyword_stats", "Search terms break the spend of ads down again, in part. Bring the table ad_stats.", ["search_term"], ["cost_micros"], ["date"], ["customer_id"], ["search_term_match_type"]),
        Ignore("account_history", "The account's settings are no fact. Bring the table ad_stats.", ["id"], ["updated_at"], ["auto_tagging_enabled"], ["currency_code"]),
        Ignore("campaign_history", "Versions of campaigns have no spend. Bring the table campaign_stats.", ["id"], ["updated_at"], ["customer_id"], ["advertising_channel_type"]),
        Ignore("ad_group_history", "Versions of ad groups have no spend. Bring the table ad_group_stats.", ["id"], ["updated_at"], ["campaign_id"], ["campaign_name"], ["status"]),
        Ignore("ad_history", "Versions of ads have no spend. Bring the table ad_stats.", ["ad_group_id"], ["id"], ["updated_at"], ["final_urls"]),
        Ignore("ad_group_criterion_history", "Versions of keywords have no spend. Bring the table ad_stats.", ["id"], ["ad_group_id"], ["keyword_match_type"], ["keyword_text"]),
    ];

    private static SourceDefinition Define(string level, int fineness, Signature signature, params ImmutableArray<Mapping> ids) => new()
    {
        Name = "google-ads-fivetran-" + level.Replace('_', '-'),
        System = "google_ads",
        Object = level + "_stats",
        Format = "fivetran",
        Signature = signature,
        Account = ["customer_id"],
        Watermark = ["_fivetran_synced", "date"],
        Outputs =
        [
            new()
            {
                Table = FactTables.MarketingSpendDaily,
                Authority = fineness,
                Columns =
                [
                    Read.Date("spend_date", "date"),
                    Read.Constant("channel", "google_ads"),
                    Read.Constant("cost_type", "media"),
                    Read.Constant("report_level", level),
                    .. ids,
                    Read.Micros("cost", "cost_micros"),
                    Read.Integer("impressions", "impressions"),
                    Read.Integer("clicks", "clicks"),
                    Read.Number("conversions", "conversions"),
                    Read.Number("conversion_value", "conversions_value"),
                ],
            },
        ],
    };

    private static SourceDefinition Ignore(string @object, string sentence, params ImmutableArray<Header> columns) => new()
    {
        Name = "google-ads-fivetran-" + @object.Replace('_', '-'),
        System = "google_ads",
        Object = @object,
        Format = "fivetran",
        Signature = new() { All = columns },
        IgnoredBecause = sentence,
    };
}
