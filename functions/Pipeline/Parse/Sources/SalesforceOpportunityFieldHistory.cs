using Pipeline.Model;

namespace Pipeline.Parse.Sources;

/// <summary>Salesforce's field history of opportunities: one row per changed field. Only stages are read.</summary>
/// <remarks>The row <c>created</c> names no stage, so the first stage is known only from the row that left it, and from OpportunityHistory.</remarks>
public static class SalesforceOpportunityFieldHistory
{
    private static readonly Header Field = ["Field"];
    private static readonly Header OldValue = ["OldValue", "old_value"];
    private static readonly Header NewValue = ["NewValue", "new_value"];

    private static readonly Output Stages = Salesforce.Table(
        FactTables.OpportunityStageHistory,
        Read.SalesforceId("opportunity_id", Salesforce.OpportunityId),
        Read.Text("from_stage", OldValue),
        Read.Text("to_stage", NewValue),
        Read.Instant("entered_at", Salesforce.CreatedDate),
        Read.SalesforceId("changed_by", Salesforce.CreatedById),
        Read.Constant("evidence", "field_history")) with
    { Authority = -1 };

    public static SourceDefinition Export { get; } = Salesforce.Object(
        "opportunity-field-history",
        "OpportunityFieldHistory",
        new() { All = [Salesforce.OpportunityId, Field, OldValue, NewValue, Salesforce.CreatedDate], None = [Salesforce.LoadError, Salesforce.LoadStatus] },
        Stages) with
    {
        Exclusions =
        [
            new("other_field", Condition.IsNot(Field, "StageName", "created")),
            new("created_event", Condition.Is(Field, "created")),
            new("same_stage", Condition.IsSame(OldValue, NewValue)),
        ],
    };

    public static SourceDefinition Replicated { get; } = Salesforce.Replicated(Export);
}
