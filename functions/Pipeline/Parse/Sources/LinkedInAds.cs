using System.Collections.Immutable;
using Pipeline.Model;

namespace Pipeline.Parse.Sources;

/// <summary>LinkedIn Campaign Manager's performance reports by day (UTF-16, tabs, a preamble), by campaign or by ad.</summary>
public static class LinkedInAds
{
    private static readonly Header Day = ["Start Date (in UTC)", "Start Date (in account time zone)", "Start Date", "Day"];
    private static readonly Header Campaign = ["Campaign Name", "Nome da campanha", "Nombre de la campaña"];
    private static readonly Header Spent = ["Total Spent", "Total Spent ({currency})"];
    private static readonly Header Ad = ["Ad ID", "Creative ID", "Ad Name", "Creative Name"];

    public static SourceDefinition CampaignReport { get; } =
        Define("linkedin-ads-campaigns-daily", "campaign", 1, new() { All = [Campaign, Spent, ["Impressions"]], None = [Ad] });

    public static SourceDefinition AdReport { get; } =
        Define("linkedin-ads-ads-daily", "ad", 3, new() { All = [Campaign, Spent, ["Impressions"], Ad] });

    private static SourceDefinition Define(string name, string level, int fineness, Signature signature) => new()
    {
        Name = name,
        System = "linkedin_ads",
        Object = level + "_daily",
        Format = "ui_report",
        Signature = signature,
        Account = ["Account ID", "Account Name"],
        Watermark = Day,
        Requires =
        [
            new("no_daily_grain", Day, "The report has one number for its whole date range. Choose the time breakdown 'Daily' in Campaign Manager and export again."),
        ],
        LocaleHints = [new(["Campaign Name"], NumberLocale.Point, DateOrder.MonthFirst)],
        TotalRows = [new(Day, "", "Total") { Reconcile = Spent }],
        Outputs =
        [
            new()
            {
                Table = FactTables.MarketingSpendDaily,
                Authority = fineness,
                Columns =
                [
                    Read.Date("spend_date", Day),
                    Read.Constant("channel", "linkedin_ads"),
                    Read.Constant("cost_type", "media"),
                    Read.Constant("report_level", level),
                    Read.Id("campaign_id", "Campaign ID"),
                    Read.Text("campaign", Campaign),
                    Read.Id("ad_id", Ad),
                    Read.Number("cost", Spent),
                    Read.Currency("currency", "Currency"),
                    Read.Integer("impressions", "Impressions"),
                    Read.Integer("clicks", "Clicks"),
                    Read.Number("conversions", "Conversions"),
                    Read.Number("conversion_value", "Total Conversion Value"),
                ],
            },
        ],
    };
}
