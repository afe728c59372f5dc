using System.Collections.Immutable;
using Pipeline.Model;

namespace Pipeline.Parse.Sources;

/// <summary>Microsoft Advertising's daily reports as Fivetran copies them: several rows for a campaign and day, by device and network, which add up.</summary>
public static class MicrosoftAdsFivetran
{
    private const string History = "Versions of accounts, campaigns, ad groups, ads and keywords have no spend. Bring the table ad_performance_daily_report.";
    private const string Finer = "The report breaks the spend of ads down again; it would count twice. Bring the table ad_performance_daily_report.";

    private static readonly ImmutableArray<Header> Statistics = [["date"], ["account_id"], ["currency_code"], ["spend"], ["top_vs_other"]];
    private static readonly ImmutableArray<Header> Finest = [["keyword_id"], ["search_query"], ["location_id"]];

    public static SourceDefinition Accounts { get; } =
        Define("account", 0, new() { All = Statistics, None = [["campaign_id"], ["ad_group_id"], ["ad_id"], .. Finest] });

    public static SourceDefinition Campaigns { get; } =
        Define("campaign", 1, new() { All = [.. Statistics, ["campaign_id"]], None = [["ad_group_id"], ["ad_id"], .. Finest] });

    public static SourceDefinition AdGroups { get; } =
        Define("ad_group", 2, new() { All = [.. Statistics, ["campaign_id"], ["ad_group_id"]], None = [["ad_id"], .. Finest] });

    public static SourceDefinition Ads { get; } =
        Define("ad", 3, new() { All = [.. Statistics, ["campaign_id"], ["ad_group_id"], ["ad_id"]], None = Finest });

    public static ImmutableArray<SourceDefinition> Ignored { get; } =
    [
        Ignore("keyword_performance_daily_report", Finer, ["date"], ["account_id"], ["keyword_id"], ["spend"], ["top_vs_other"], ["currency_code"]),
        Ignore("search_performance_daily_report", Finer, ["date"], ["account_id"], ["keyword_id"], ["spend"], ["top_vs_other"], ["search_query"]),
        Ignore("geographic_performance_daily_report", Finer, ["date"], ["account_id"], ["location_id"], ["spend"], ["top_vs_other"]),
        Ignore("account_history", History, ["id"], ["last_modified_time"], ["time_zone"], ["currency_code"]),
        Ignore("campaign_history", History, ["id"], ["account_id"], ["modified_time"], ["budget_type"]),
        Ignore("ad_group_history", History, ["id"], ["campaign_id"], ["modified_time"], ["start_date"], ["status"]),
        Ignore("ad_history", History, ["id"], ["ad_group_id"], ["modified_time"], ["title_part_1"]),
        Ignore("keyword_history", History, ["id"], ["ad_group_id"], ["modified_time"], ["match_type"]),
    ];

    private static SourceDefinition Define(string level, int fineness, Signature signature) => new()
    {
        Name = "microsoft-ads-fivetran-" + level.Replace('_', '-'),
        System = "microsoft_ads",
        Object = level + "_performance_daily_report",
        Format = "fivetran",
        Signature = signature,
        Account = ["account_id"],
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
                    Read.Constant("channel", "microsoft_ads"),
                    Read.Constant("cost_type", "media"),
                    Read.Constant("report_level", level),
                    Read.Id("campaign_id", "campaign_id"),
                    Read.Id("ad_group_id", "ad_group_id"),
                    Read.Id("ad_id", "ad_id"),
                    Read.Number("cost", "spend"),
                    Read.Currency("currency", "currency_code"),
                    Read.Integer("impressions", "impressions"),
                    Read.Integer("clicks", "clicks"),
                    Read.Number("conversions", "conversions"),
                    Read.Number("conversion_value", "revenue"),
                ],
            },
        ],
    };

    private static SourceDefinition Ignore(string @object, string sentence, params ImmutableArray<Header> columns) => new()
    {
        Name = "microsoft-ads-fivetran-" + @object.Replace('_', '-'),
        System = "microsoft_ads",
        Object = @object,
        Format = "fivetran",
        Signature = new() { All = columns },
        IgnoredBecause = sentence,
    };
}
