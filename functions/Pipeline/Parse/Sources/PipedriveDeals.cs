using Pipeline.Model;

namespace Pipeline.Parse.Sources;

/// <summary>Pipedrive deals: one row per deal as it stands. Links are by name and left out; the history of stages is not in the export.</summary>
public static class PipedriveDeals
{
    private static readonly Header Id = ["Deal - ID", "Deal - Pipedrive System ID", "Pipedrive System ID"];
    private static readonly Header Title = ["Deal - Title"];
    private static readonly Header Status = ["Deal - Status"];

    private static readonly LabelMap Statuses = LabelMap.Of(("Open", "open"), ("Won", "won"), ("Lost", "lost"), ("Deleted", "open"));
    private static readonly LabelMap Deletions = LabelMap.Of(("Deleted", "true")).Otherwise("false");
    private static readonly LabelMap Pipelines = LabelMap.Of(("Pipeline", ""), ("Sales Pipeline", "")).Otherwise(LabelMap.Keep);

    public static SourceDefinition Export { get; } = new()
    {
        Name = "pipedrive-deals",
        System = "pipedrive",
        Object = "deal",
        Format = "ui_export",
        Signature = new() { All = [Title, Status], AnyOf = [["Deal - Value"], ["Deal - Stage"], ["Deal - Pipeline"]] },
        Watermark = ["Deal - Update time", "Deal - Deal created"],
        TimeZone = SourceDefinition.ReportingZone,
        Requires = [new("no_record_id", Id, "The export names no record. Add the column 'ID' to the list of deals and export again.")],
        LocaleHints = [new(Title, NumberLocale.Point, DateOrder.PerFile)],
        Outputs =
        [
            new()
            {
                Table = FactTables.Opportunity,
                Columns =
                [
                    Read.Id("opportunity_id", Id),
                    Read.Text("name", Title),
                    Read.Id("account_id", "Organization - ID", "Deal - Organization ID"),
                    Read.Id("contact_id", "Person - ID", "Deal - Contact person ID"),
                    Read.KeyedHash("owner_id", "Deal - Owner"),
                    Read.Label("pipeline", Pipelines, "Deal - Pipeline"),
                    Read.Text("stage", "Deal - Stage"),
                    Read.Label("status", Statuses, Status),
                    Read.Number("amount", "Deal - Value"),
                    Read.Currency("currency", "Deal - Currency of Value", "Deal - Currency"),
                    Read.Number("expected_amount", "Deal - Weighted value"),
                    Read.Percent("probability", "Deal - Probability"),
                    Read.InstantOrDay("created_at", "Deal - Deal created"),
                    Read.Date("close_date", "Deal - Won time").OrElse("Deal - Lost time").OrElse("Deal - Deal closed on").OrElse("Deal - Expected close date"),
                    Read.Text("lost_reason", "Deal - Lost reason"),
                    Read.Text("lead_source", "Deal - Source channel", "Deal - Source origin"),
                    Read.Label("is_deleted", Deletions, Status),
                ],
            },
        ],
    };
}
