using System.Collections.Immutable;
using Pipeline.Model;

namespace Pipeline.Parse.Sources;

/// <summary>The Meta Ads Manager export with the breakdown by day, at the level of campaigns, ad sets or ads.</summary>
/// <remarks>
/// The start and the end of the report may span its whole range in every row, so only the column of the day counts. The currency stands in the
/// header of the spend. Rows without a name, or without a day, are sums. A blank spend is none.
/// </remarks>
public static class MetaAdsDaily
{
    private static readonly Header Day = ["Day", "Día", "天數", "日期"];
    private static readonly Header Campaign = ["Campaign name", "Nombre de la campaña", "行銷活動名稱"];
    private static readonly Header AdSet = ["Ad set name", "Nombre del conjunto de anuncios", "廣告組合名稱"];
    private static readonly Header Ad = ["Ad name", "Nombre del anuncio", "廣告名稱"];
    private static readonly Header Spent =
    [
        "Amount spent ({currency})", "Importe gastado ({currency})", "花費金額 ({currency})", "Amount spent", "Importe gastado", "花費金額",
    ];

    public static SourceDefinition CampaignReport { get; } =
        Define("meta-ads-campaigns-daily", "campaign", 1, Campaign, new() { All = [Campaign, Spent], None = [AdSet, Ad] });

    public static SourceDefinition AdSetReport { get; } =
        Define("meta-ads-ad-sets-daily", "ad_group", 2, AdSet, new() { All = [AdSet, Spent], None = [Ad] });

    public static SourceDefinition AdReport { get; } =
        Define("meta-ads-ads-daily", "ad", 3, Ad, new() { All = [Ad, Spent] });

    private static SourceDefinition Define(string name, string level, int fineness, Header subject, Signature signature) => new()
    {
        Name = name,
        System = "meta_ads",
        Object = level + "_daily",
        Format = "ui_report",
        Signature = signature,
        Account = ["Account ID", "Identificador de la cuenta", "帳號編號", "Account name", "Nombre de la cuenta", "帳號名稱"],
        Watermark = ["Day", "Día", "天數", "日期"],
        Requires =
        [
            new("no_daily_grain", Day, "The report has one number for its whole date range. Add the breakdown 'By time: Day' in Ads Manager and export again."),
        ],
        LocaleHints =
        [
            new(["Importe gastado ({currency})", "Nombre de la campaña"], NumberLocale.Comma, DateOrder.DayFirst),
            new(["Amount spent ({currency})", "Campaign name"], NumberLocale.Point, DateOrder.MonthFirst),
            new(["花費金額 ({currency})", "行銷活動名稱"], NumberLocale.Point, DateOrder.MonthFirst),
        ],
        TotalRows =
        [
            new(Day, "") { Reconcile = Spent },
            new(subject, "", "Resultados totales", "Results from "),
        ],
        Exclusions = [new("total_row", Condition.Is(subject, "Total", "Media", "總計"))],
        Outputs = [new() { Table = FactTables.MarketingSpendDaily, Authority = fineness, Columns = Columns(level) }],
    };

    private static ImmutableArray<Mapping> Columns(string level) =>
    [
        Read.Date("spend_date", Day),
        Read.Constant("channel", "meta_ads"),
        Read.Constant("cost_type", "media"),
        Read.Constant("report_level", level),
        Read.Id("campaign_id", "Campaign ID", "Identificador de la campaña", "行銷活動編號"),
        Read.Text("campaign", Campaign),
        Read.Id("ad_group_id", "Ad set ID", "Identificador del conjunto de anuncios", "廣告組合編號").OrElse(AdSet),
        Read.Id("ad_id", "Ad ID", "Identificador del anuncio", "廣告編號").OrElse(Ad),
        Read.Number("cost", Spent).OrDefault("0"),
        Read.Currency("currency", "Currency", "Divisa", "Moneda", "幣別", "貨幣"),
        Read.Integer("impressions", "Impressions", "Impresiones", "曝光次數"),
        Read.Integer("clicks", "Link clicks", "Clics en el enlace", "連結點擊次數").OrElse("Clicks (all)", "Clics (todos)", "點擊次數(全部)"),
        Read.Number("conversions", "Results", "Resultados", "成果").OrElse("Purchases", "Compras", "購買次數"),
        Read.Number("conversion_value", "Purchases conversion value", "Valor de conversión de compras", "購買轉換價值"),
    ];
}
