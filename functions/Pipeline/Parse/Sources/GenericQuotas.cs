using Pipeline.Model;

namespace Pipeline.Parse.Sources;

/// <summary>Sales targets of the user's own: <c>owner_id,metric,period_start,period_end,target,currency</c>. The end is the day after the last.</summary>
public static class GenericQuotas
{
    public static SourceDefinition Table { get; } = new()
    {
        Name = "generic-quotas",
        System = "generic_csv",
        Object = "quota",
        Format = "own_csv",
        Signature = new() { All = [["owner_id", "owner", "team_id"], ["period_start"], ["period_end"], ["target", "quota"]] },
        Watermark = ["period_start"],
        Outputs =
        [
            new()
            {
                Table = FactTables.Quota,
                Columns =
                [
                    Read.Id("owner_id", "owner_id", "owner", "team_id"),
                    Read.Text("metric", "metric").OrDefault("bookings"),
                    Read.Date("period_start", "period_start"),
                    Read.Date("period_end", "period_end"),
                    Read.Number("target", "target", "quota"),
                    Read.Currency("currency", "currency"),
                    Read.Id("parent_id", "parent_id"),
                    Read.Flag("is_rollup", "is_rollup").OrDefault("false"),
                ],
            },
        ],
    };
}
