using Pipeline.Model;

namespace Pipeline.Parse.Sources;

/// <summary>Salesforce's own history of opportunities: one row per change of stage, amount, probability or close date.</summary>
/// <remarks>
/// Rows that say themselves that the stage stayed are excluded. Older exports lack <c>FromOpportunityStageName</c>: there a stage may come several times in a row, and its first entry counts.
/// </remarks>
public static class SalesforceOpportunityHistory
{
    private static readonly Header FromStage = ["FromOpportunityStageName", "from_opportunity_stage_name"];

    public static SourceDefinition Export { get; } = Salesforce.Object(
        "opportunity-history",
        "OpportunityHistory",
        new() { All = [Salesforce.Id, Salesforce.OpportunityId, Salesforce.StageName, Salesforce.CreatedDate], None = [Salesforce.LoadError, Salesforce.LoadStatus] },
        Salesforce.Table(
            FactTables.OpportunityStageHistory,
            Read.SalesforceId("opportunity_id", Salesforce.OpportunityId),
            Read.Text("from_stage", FromStage),
            Read.Text("to_stage", Salesforce.StageName),
            Read.Instant("entered_at", Salesforce.CreatedDate),
            Read.Number("amount_at", "Amount"),
            Read.Date("close_date_at", Salesforce.CloseDate),
            Read.SalesforceId("changed_by", Salesforce.CreatedById),
            Read.Constant("evidence", "event_log"))) with
    {
        Exclusions = [new("same_stage", Condition.IsSame(FromStage, Salesforce.StageName))],
    };

    public static SourceDefinition Replicated { get; } = Salesforce.Replicated(Export);
}
