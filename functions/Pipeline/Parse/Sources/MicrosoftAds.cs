using System.Collections.Immutable;
using Pipeline.Model;

namespace Pipeline.Parse.Sources;

/// <summary>Microsoft Advertising's performance reports by day, with the labels of its pages or of its API.</summary>
public static class MicrosoftAds
{
    private static readonly Header Day = ["Gregorian date", "TimePeriod", "Time period", "Day"];
    private static readonly Header Account = ["AccountId", "Account ID", "AccountNumber", "Account number", "AccountName", "Account name"];
    private static readonly Header Campaign = ["CampaignName", "Campaign name", "Campaign"];
    private static readonly Header AdGroup = ["AdGroupName", "Ad group", "Ad group name", "AdGroupId", "Ad group ID"];
    private static readonly Header Ad = ["AdId", "Ad ID"];
    private static readonly Header Spend = ["Spend"];

    public static SourceDefinition AccountReport { get; } =
        Define("microsoft-ads-accounts-daily", "account", 0, new() { All = [Account, Spend, ["Impressions"]], None = [Campaign, AdGroup, Ad] });

    public static SourceDefinition CampaignReport { get; } =
        Define("microsoft-ads-campaigns-daily", "campaign", 1, new() { All = [Account, Campaign, Spend, ["Impressions"]], None = [AdGroup, Ad] });

    public static SourceDefinition AdGroupReport { get; } =
        Define("microsoft-ads-ad-groups-daily", "ad_group", 2, new() { All = [Account, Campaign, AdGroup, Spend, ["Impressions"]], None = [Ad] });

    public static SourceDefinition AdReport { get; } =
        Define("microsoft-ads-ads-daily", "ad", 3, new() { All = [Account, Campaign, Ad, Spend, ["Impressions"]] });

    private static SourceDefinition Define(string name, string level, int fineness, Signature signature) => new()
    {
        Name = name,
        System = "microsoft_ads",
        Object = level + "_performance_daily_report",
        Format = "ui_report",
        Signature = signature,
        Account = Account,
        Watermark = Day,
        Requires =
        [
            new("no_daily_grain", Day, "The report has no day. Set 'Unit of time' (API: Aggregation) to Daily and export again."),
        ],
        RefuseWhenPreambleSays =
        [
            new("incomplete_data", ["Potential Incomplete Data: true"], "Microsoft says that the report may be incomplete. Export it again once the last day is complete."),
            new("no_daily_grain", ["Report Aggregation: Summary", "Report Aggregation: Weekly", "Report Aggregation: Monthly", "Report Aggregation: Yearly", "Report Aggregation: Hourly", "Report Aggregation: HourOfDay", "Report Aggregation: DayOfWeek"], "The report is not by day. Set 'Unit of time' (API: Aggregation) to Daily and export again."),
        ],
        LocaleHints = [new(["Gregorian date", "TimePeriod", "Account name"], NumberLocale.Point, DateOrder.MonthFirst)],
        Footer = ["@", "©", "(c)"],
        TotalRows = [new(Day, "", "Total", "Overall total") { Reconcile = Spend }],
        Outputs = [new() { Table = FactTables.MarketingSpendDaily, Authority = fineness, Columns = Columns(level) }],
    };

    private static ImmutableArray<Mapping> Columns(string level) =>
    [
        Read.Date("spend_date", Day),
        Read.Constant("channel", "microsoft_ads"),
        Read.Constant("cost_type", "media"),
        Read.Constant("report_level", level),
        Read.Id("campaign_id", "CampaignId", "Campaign ID"),
        Read.Text("campaign", Campaign),
        Read.Id("ad_group_id", "AdGroupId", "Ad group ID").OrElse("AdGroupName", "Ad group", "Ad group name"),
        Read.Id("ad_id", Ad),
        Read.Number("cost", Spend),
        Read.Currency("currency", "CurrencyCode", "Currency code", "Currency"),
        Read.Integer("impressions", "Impressions"),
        Read.Integer("clicks", "Clicks"),
        Read.Number("conversions", "Conversions"),
        Read.Number("conversion_value", "Revenue"),
    ];
}
