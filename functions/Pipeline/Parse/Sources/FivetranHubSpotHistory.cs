using Pipeline.Model;

namespace Pipeline.Parse.Sources;

/// <summary>The tables in which a replication tool keeps what HubSpot's exports lose: every stage entry, property change and merge.</summary>
public static class FivetranHubSpotHistory
{
    private static readonly Header DealId = ["deal_id"];
    private static readonly Header ContactId = ["contact_id"];
    private static readonly Header PropertyName = ["name"];
    private static readonly Header PropertyValue = ["value"];
    private static readonly Header ChangedAt = ["timestamp", "timestamp_instant", "_fivetran_start"];
    private static readonly Header MergedContact = ["vid_to_merge"];
    private static readonly Header SurvivingContact = ["canonical_vid"];
    private static readonly Header MergedDeal = ["merged_deal_id"];

    /// <summary>A merge is final: its row outranks what an older export says of the contact that is gone.</summary>
    private const int Final = 1;

    public static SourceDefinition DealStage { get; } = HubSpot.Replicated(
        "deal-stage",
        "deal_stage",
        new() { All = [DealId, PropertyValue, ["date_entered"]] },
        new Output()
        {
            Table = FactTables.OpportunityStageHistory,
            Columns =
            [
                Read.Id("opportunity_id", DealId),
                Read.Text("to_stage", PropertyValue),
                Read.Instant("entered_at", "date_entered").OrElse("_fivetran_start"),
                Read.Constant("evidence", "event_log"),
            ],
        });

    public static SourceDefinition DealPropertyHistory { get; } = HubSpot.Replicated(
        "deal-property-history",
        "deal_property_history",
        new() { All = [DealId, PropertyName, PropertyValue, ChangedAt] },
        new Output()
        {
            Table = FactTables.OpportunityStageHistory,
            Authority = -1,
            Columns =
            [
                Read.Id("opportunity_id", DealId),
                Read.Text("to_stage", PropertyValue),
                Read.Instant("entered_at", ChangedAt),
                Read.Constant("evidence", "field_history"),
            ],
        }) with
    {
        Exclusions = [new("other_property", Condition.IsNot(PropertyName, "dealstage"))],
    };

    public static SourceDefinition ContactPropertyHistory { get; } = HubSpot.Replicated(
        "contact-property-history",
        "contact_property_history",
        new() { All = [ContactId, PropertyName, PropertyValue, ChangedAt] },
        new Output()
        {
            Table = FactTables.LifecycleEvent,
            Columns =
            [
                Read.Id("lead_id", ContactId),
                Read.Label("stage", HubSpot.LifecycleStages, PropertyValue),
                Read.Instant("entered_at", ChangedAt),
                Read.Text("source_stage", PropertyValue),
                Read.Constant("evidence", "history"),
            ],
        }) with
    {
        Exclusions = [new("other_property", Condition.IsNot(PropertyName, "lifecyclestage")), new("blank_stage", Condition.IsBlank(PropertyValue))],
    };

    public static SourceDefinition ContactMerge { get; } = HubSpot.Replicated(
        "contact-merge-audit",
        "contact_merge_audit",
        new() { All = [MergedContact, SurvivingContact] },
        new Output()
        {
            Table = FactTables.Contact,
            Authority = Final,
            Columns = [Read.Id("contact_id", MergedContact), Read.Id("merged_into_id", SurvivingContact)],
        },
        new Output()
        {
            Table = FactTables.Lead,
            Authority = Final,
            Columns =
            [
                Read.Id("lead_id", MergedContact),
                Read.Constant("kind", "contact"),
                Read.Id("contact_id", MergedContact),
                Read.Id("merged_into_id", SurvivingContact),
            ],
        });

    /// <summary>Deals have no merge column: the ones that were merged into others are gone.</summary>
    public static SourceDefinition DealMerge { get; } = HubSpot.Replicated(
        "merged-deal",
        "merged_deal",
        new() { All = [DealId, MergedDeal] },
        new Output()
        {
            Table = FactTables.Opportunity,
            Authority = Final,
            Columns = [Read.Id("opportunity_id", MergedDeal), Read.Constant("status", "open"), Read.Constant("is_deleted", "true")],
        });

    public static SourceDefinition Owner { get; } = HubSpot.Replicated(
        "owner",
        "owner",
        new() { All = [["owner_id"], ["email"], ["active_user_id", "user_id"]] },
        new Output()
        {
            Table = FactTables.User,
            Columns = [Read.Id("user_id", "owner_id"), Read.Flag("is_active", "is_active")],
        });

    public static SourceDefinition FormSubmission { get; } = HubSpot.Replicated(
        "contact-form-submission",
        "contact_form_submission",
        new() { All = [ContactId, ["form_id"], ["conversion_id"], ["timestamp"]] },
        new Output()
        {
            Table = FactTables.Touchpoint,
            Columns =
            [
                Read.Joined("touch_id", ":", "form_id").OrElse("conversion_id").OrElse(ContactId),
                Read.Constant("kind", "form"),
                Read.Id("lead_id", ContactId),
                Read.Id("contact_id", ContactId),
                Read.Instant("occurred_at", "timestamp"),
                Read.Text("status", "title"),
                Read.Constant("is_response", "true"),
            ],
        });
}
