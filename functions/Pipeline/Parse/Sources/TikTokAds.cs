using System.Collections.Immutable;
using Pipeline.Model;

namespace Pipeline.Parse.Sources;

/// <summary>TikTok Ads Manager's export by day, and the hourly reports as Fivetran copies them, which add up to days.</summary>
public static class TikTokAds
{
    private const string History = "Versions of advertisers, campaigns, ad groups and ads have no spend. Bring the table ad_report_hourly.";
    private static readonly Header Day = ["By Day", "Date", "Day"];
    private static readonly Header Campaign = ["Campaign name", "Campaign Name"];
    private static readonly Header Ad = ["Ad name", "Ad ID"];

    public static SourceDefinition CampaignExport { get; } = Export("tiktok-ads-campaigns-daily", "campaign", 1, none: [["Ad group name"], Ad]);

    public static SourceDefinition AdGroupExport { get; } = Export("tiktok-ads-ad-groups-daily", "ad_group", 2, none: [Ad], ["Ad group name"]);

    public static SourceDefinition AdExport { get; } = Export("tiktok-ads-ads-daily", "ad", 3, none: [], Ad);

    public static SourceDefinition FivetranCampaigns { get; } = Hourly("campaign", 1, Read.Id("campaign_id", "campaign_id"));

    public static SourceDefinition FivetranAdGroups { get; } = Hourly("ad_group", 2, Read.Id("ad_group_id", "adgroup_id"));

    public static SourceDefinition FivetranAds { get; } = Hourly("ad", 3, Read.Id("ad_id", "ad_id"));

    public static ImmutableArray<SourceDefinition> Ignored { get; } =
    [
        Ignore("advertiser", History, ["id"], ["contacter"], ["license_no"]),
        Ignore("campaign-country-report", "Countries break the spend of campaigns down again; it would count twice. Bring the table campaign_report_hourly.", ["campaign_id"], ["country_code"], ["spend"], ["stat_time_day"]),
        Ignore("campaign-history", History, ["campaign_id"], ["advertiser_id"], ["campaign_name"], ["updated_at"]),
        Ignore("adgroup-history", History, ["adgroup_id"], ["advertiser_id"], ["adgroup_name"], ["updated_at"]),
        Ignore("ad-history", History, ["ad_id"], ["advertiser_id"], ["ad_name"], ["updated_at"]),
    ];

    private static SourceDefinition Export(string name, string level, int fineness, ImmutableArray<Header> none, params ImmutableArray<Header> finer) => new()
    {
        Name = name,
        System = "tiktok_ads",
        Object = level + "_daily",
        Format = "ui_report",
        Signature = new()
        {
            All = [Campaign, ["Cost"], ["Impressions"], .. finer],
            AnyOf = [["Clicks (destination)"], ["CPC (destination)"], ["CTR (destination)"], ["Primary status"], ["By Day"]],
            None = none,
        },
        Account = ["Account ID", "Advertiser ID", "Account name"],
        Watermark = Day,
        Requires = [new("no_daily_grain", Day, "The export has one number for its whole date range. Add the dimension 'By Day' in TikTok Ads Manager and export again.")],
        LocaleHints = [new(["Campaign name"], NumberLocale.Point, DateOrder.MonthFirst)],
        TotalRows = [new(Header.None, "Total of ") { Reconcile = ["Cost"] }],
        Outputs =
        [
            new()
            {
                Table = FactTables.MarketingSpendDaily,
                Authority = fineness,
                Columns =
                [
                    Read.Date("spend_date", Day),
                    Read.Constant("channel", "tiktok_ads"),
                    Read.Constant("cost_type", "media"),
                    Read.Constant("report_level", level),
                    Read.Id("campaign_id", "Campaign ID"),
                    Read.Text("campaign", Campaign),
                    Read.Id("ad_group_id", "Ad group ID").OrElse("Ad group name"),
                    Read.Id("ad_id", "Ad ID").OrElse("Ad name"),
                    Read.Number("cost", "Cost"),
                    Read.Currency("currency", "Currency"),
                    Read.Integer("impressions", "Impressions"),
                    Read.Integer("clicks", "Clicks (destination)", "Clicks (all)", "Clicks"),
                    Read.Number("conversions", "Conversions"),
                ],
            },
        ],
    };

    /// <remarks>The copies name neither account nor currency; both are set for the source. Hours are in the account's time zone, and so is the day.</remarks>
    private static SourceDefinition Hourly(string level, int fineness, Mapping id) => new()
    {
        Name = "tiktok-ads-fivetran-" + level.Replace('_', '-'),
        System = "tiktok_ads",
        Object = level + "_report_hourly",
        Format = "fivetran",
        Signature = new() { All = [id.From[0], ["stat_time_hour"], ["spend"], ["impressions"]] },
        Watermark = ["_fivetran_synced", "stat_time_hour"],
        Outputs =
        [
            new()
            {
                Table = FactTables.MarketingSpendDaily,
                Authority = fineness,
                Columns =
                [
                    Read.Date("spend_date", "stat_time_hour"),
                    Read.Constant("channel", "tiktok_ads"),
                    Read.Constant("cost_type", "media"),
                    Read.Constant("report_level", level),
                    id,
                    Read.Number("cost", "spend"),
                    Read.Integer("impressions", "impressions"),
                    Read.Integer("clicks", "clicks"),
                    Read.Number("conversions", "conversion"),
                    Read.Number("conversion_value", "total_purchase_value"),
                ],
            },
        ],
    };

    private static SourceDefinition Ignore(string name, string sentence, params ImmutableArray<Header> columns) => new()
    {
        Name = "tiktok-ads-fivetran-" + name,
        System = "tiktok_ads",
        Object = name.Replace('-', '_'),
        Format = "fivetran",
        Signature = new() { All = columns },
        IgnoredBecause = sentence,
    };
}
