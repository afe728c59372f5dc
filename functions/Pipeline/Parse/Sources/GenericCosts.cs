using Pipeline.Model;

namespace Pipeline.Parse.Sources;

/// <summary>Costs that no ad platform reports: <c>date,channel,cost_type,amount,currency,description</c>.</summary>
/// <remarks>A newer file replaces the days it covers.</remarks>
public static class GenericCosts
{
    private static readonly LabelMap CostType = LabelMap.Of(
        ("media", "media"), ("ads", "media"), ("fees", "fees"), ("fee", "fees"), ("agency", "fees"), ("people", "people"), ("salaries", "people"), ("salary", "people"),
        ("tools", "tools"), ("tool", "tools"), ("software", "tools"), ("events", "events"), ("event", "events"));

    public static SourceDefinition Table { get; } = new()
    {
        Name = "generic-costs",
        System = "manual",
        Object = "cost",
        Format = "own_csv",
        Signature = new() { All = [["date"], ["channel"], ["cost_type"], ["amount", "cost"]] },
        Watermark = ["date"],
        Outputs =
        [
            new()
            {
                Table = FactTables.MarketingSpendDaily,
                Columns =
                [
                    Read.Date("spend_date", "date"),
                    Read.Text("channel", "channel").OrDefault("unattributed"),
                    Read.Label("cost_type", CostType, "cost_type"),
                    Read.Constant("report_level", "account"),
                    Read.Text("campaign", "description", "campaign"),
                    Read.Number("cost", "amount", "cost"),
                    Read.Currency("currency", "currency", "currency_code"),
                ],
            },
        ],
    };
}
