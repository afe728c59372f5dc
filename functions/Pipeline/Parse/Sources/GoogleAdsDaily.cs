using System.Collections.Immutable;
using Pipeline.Model;

namespace Pipeline.Parse.Sources;

/// <summary>The Google Ads reports by day: one row per campaign, ad group or ad and day; and the overview's card by day.</summary>
public static class GoogleAdsDaily
{
    private static readonly Header Day = ["Day", "Día", "天", "日期"];
    private static readonly Header Campaign = ["Campaign", "Campaña", "廣告活動"];
    private static readonly Header AdGroup = ["Ad group", "Grupo de anuncios", "廣告群組"];
    private static readonly Header AdIdentifier = ["Ad ID", "ID del anuncio", "ID de anuncio", "廣告編號"];
    private static readonly Header Cost = ["Cost", "Coste", "Costo", "費用"];
    private static readonly Header Impressions = ["Impr.", "Impressions", "Impresiones", "曝光"];
    private static readonly Header Clicks = ["Clicks", "Clics", "點擊"];

    public static SourceDefinition CampaignReport { get; } =
        Define("google-ads-daily", "campaign", 1, new() { All = [Campaign, Cost, Impressions], None = [AdGroup, AdIdentifier] });

    public static SourceDefinition AdGroupReport { get; } =
        Define("google-ads-ad-groups-daily", "ad_group", 2, new() { All = [Campaign, AdGroup, Cost, Impressions], None = [AdIdentifier] });

    public static SourceDefinition AdReport { get; } =
        Define("google-ads-ads-daily", "ad", 3, new() { All = [AdGroup, AdIdentifier, Cost, Impressions] });

    /// <summary>The downloads <c>Time_series(…).csv</c> of the overview: the account by day, with currency marks in the cells.</summary>
    public static SourceDefinition OverviewCard { get; } = Define("google-ads-overview-daily", "account", 0, new()
    {
        All = [["Date", "Day", "Fecha", "Día", "日期"], Cost, Clicks, Impressions],
        AnyOf = [["Avg. CPC"], ["CPC medio"], ["CTR"], ["Conversions"], ["Cost / conv."], ["平均單次點擊出價"]],
        None = [Campaign, AdGroup, AdIdentifier, ["Campaign name"], ["Channel"]],
    });

    private static SourceDefinition Define(string name, string level, int fineness, Signature signature) => new()
    {
        Name = name,
        System = "google_ads",
        Object = level + "_daily",
        Format = "ui_report",
        Signature = signature,
        Account = ["Customer ID", "ID de cliente", "客戶編號", "Account", "Account name", "Cuenta", "帳戶"],
        Watermark = ["Day", "Día", "天", "日期", "Date", "Fecha"],
        Requires =
        [
            new("no_daily_grain", ["Day", "Día", "天", "日期", "Date", "Fecha"], "The report has one number for its whole date range. Add the segment 'Day' in Google Ads and export again."),
        ],
        LocaleHints =
        [
            new(["Campaña"], NumberLocale.Comma, DateOrder.DayFirst),
            new(["Campaign", "Date"], NumberLocale.Point, DateOrder.MonthFirst),
            new(["廣告活動"], NumberLocale.Point, DateOrder.MonthFirst),
        ],
        TotalRows =
        [
            new(Header.None, "Total: Campa", "總計: 廣告活動") { Reconcile = Cost },
            new(Header.None, "Total:", "總計"),
        ],
        Outputs = [new() { Table = FactTables.MarketingSpendDaily, Authority = fineness, Columns = Columns(level) }],
    };

    private static ImmutableArray<Mapping> Columns(string level) =>
    [
        Read.Date("spend_date", Day).OrElse("Date", "Fecha"),
        Read.Constant("channel", "google_ads"),
        Read.Constant("cost_type", "media"),
        Read.Constant("report_level", level),
        Read.Id("campaign_id", "Campaign ID", "ID de campaña", "ID de la campaña", "廣告活動編號"),
        Read.Text("campaign", Campaign),
        Read.Id("ad_group_id", "Ad group ID", "ID del grupo de anuncios", "廣告群組編號").OrElse(AdGroup),
        Read.Id("ad_id", AdIdentifier),
        Read.Number("cost", Cost),
        Read.Currency("currency", "Currency code", "Código de moneda", "貨幣代碼"),
        Read.Integer("impressions", Impressions),
        Read.Integer("clicks", Clicks),
        Read.Number("conversions", "Conversions", "Conversiones", "轉換"),
        Read.Number("conversion_value", "Conv. value", "Valor de conv.", "總轉換價值"),
    ];
}
