using Pipeline.Model;

namespace Pipeline.Parse.Sources;

/// <summary>The Google Ads report by day: one row per campaign, or per ad group, and day.</summary>
public static class GoogleAdsDaily
{
    private static readonly Header Day = ["Day", "Día", "天", "日期"];
    private static readonly Header Campaign = ["Campaign", "Campaña", "廣告活動"];
    private static readonly Header Cost = ["Cost", "Coste", "Costo", "費用"];
    private static readonly Header Impressions = ["Impr.", "Impressions", "Impresiones", "曝光"];
    private static readonly Header AdGroup = ["Ad group", "Grupo de anuncios", "廣告群組"];

    public static SourceDefinition CampaignReport { get; } = new()
    {
        Name = "google-ads-daily",
        System = "google_ads",
        Object = "campaign_daily",
        Format = "ui_report",
        Signature = new() { All = [Campaign, Cost, Impressions], None = [AdGroup] },
        Account = ["Customer ID", "Account"],
        Requires =
        [
            new("no_daily_grain", Day, "The report has one number for its whole date range. Add the segment 'Day' in Google Ads and export again."),
        ],
        LocaleHints =
        [
            new(["Campaña"], NumberLocale.Comma, DateOrder.DayFirst),
            new(["Campaign"], NumberLocale.Point, DateOrder.MonthFirst),
            new(["廣告活動"], NumberLocale.Point, DateOrder.MonthFirst),
        ],
        TotalRows = [new(Header.None, "Total: Campa", "總計: 廣告活動") { Reconcile = Cost }, new(Header.None, "Total:", "總計")],
        Outputs =
        [
            new()
            {
                Table = FactTables.MarketingSpendDaily,
                Columns =
                [
                    Read.Date("spend_date", Day),
                    Read.Constant("channel", "google_ads"),
                    Read.Constant("cost_type", "media"),
                    Read.Constant("report_level", "campaign"),
                    Read.Id("campaign_id", "Campaign ID", "ID de campaña", "廣告活動編號"),
                    Read.Text("campaign", Campaign),
                    Read.Number("cost", Cost),
                    Read.Currency("currency", "Currency code", "Código de moneda", "貨幣代碼"),
                    Read.Integer("impressions", Impressions),
                    Read.Integer("clicks", "Clicks", "Clics", "點擊"),
                    Read.Number("conversions", "Conversions", "Conversiones", "轉換"),
                    Read.Number("conversion_value", "Conv. value", "Valor de conv.", "總轉換價值"),
                ],
            },
        ],
    };
}
