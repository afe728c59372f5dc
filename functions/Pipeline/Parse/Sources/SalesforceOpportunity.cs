using Pipeline.Model;

namespace Pipeline.Parse.Sources;

/// <summary>Salesforce opportunities: one row per opportunity as it stands.</summary>
/// <remarks>Salesforce has record types where others have pipelines; <c>pipeline</c> is null for the master record type and where an org has none, which is the default pipeline.</remarks>
public static class SalesforceOpportunity
{
    private static readonly Header IsClosed = ["IsClosed", "is_closed"];
    private static readonly Header IsWon = ["IsWon", "is_won"];

    private static readonly Signature Signature = new()
    {
        All = [Salesforce.Id, Salesforce.Name, Salesforce.StageName, Salesforce.CloseDate],
        None = [Salesforce.OpportunityId, Salesforce.LoadError, Salesforce.LoadStatus],
    };

    private static readonly Output Opportunity = Salesforce.Table(
        FactTables.Opportunity,
        Read.SalesforceId("opportunity_id", Salesforce.Id),
        Read.Text("name", Salesforce.Name),
        Read.SalesforceId("account_id", Salesforce.AccountId),
        Read.SalesforceId("contact_id", "ContactId", "contact_id"),
        Read.SalesforceId("owner_id", Salesforce.OwnerId),
        Read.SalesforceId("campaign_id", Salesforce.CampaignId),
        Read.SalesforceId("pipeline", "RecordTypeId", "record_type_id"),
        Read.Text("stage", Salesforce.StageName),
        Read.OpportunityStatus("status", Salesforce.StageName, IsClosed, IsWon),
        Read.Number("amount", "Amount"),
        Read.Currency("currency", Salesforce.CurrencyIsoCode),
        Read.Number("expected_amount", "ExpectedRevenue", "expected_revenue"),
        Read.Percent("probability", "Probability"),
        Read.Instant("created_at", Salesforce.CreatedDate),
        Read.Date("close_date", Salesforce.CloseDate),
        Read.Text("lost_reason", "Loss_Reason__c", "Lost_Reason__c", "Closed_Lost_Reason__c", "loss_reason_c", "lost_reason_c", "closed_lost_reason_c"),
        Read.Label("deal_type", DealTypes.Labels, "Type"),
        Read.Text("lead_source", Salesforce.LeadSource),
        Read.Text("forecast_category", "ForecastCategoryName", "forecast_category_name").OrElse("ForecastCategory", "forecast_category"));

    public static SourceDefinition Export { get; } = Salesforce.Object("opportunity", "Opportunity", Signature, Opportunity);

    public static SourceDefinition Replicated { get; } = Salesforce.Replicated(Export);

    /// <summary>The table in which a replication tool keeps every version of an opportunity: the current ones are opportunities, and each shows a stage.</summary>
    public static SourceDefinition ReplicatedVersions { get; } = Replicated with
    {
        Name = "fivetran-salesforce-opportunity-versions",
        Signature = Signature with { All = Signature.All.Add(Salesforce.Synced).Add(Salesforce.HistoryStart) },
        Exclusions = [],
        Outputs =
        [
            Opportunity with { Where = [Condition.IsNot(Salesforce.IsCurrent, "false", "0")] },
            Salesforce.Table(
                FactTables.OpportunityStageHistory,
                Read.SalesforceId("opportunity_id", Salesforce.Id),
                Read.Text("to_stage", Salesforce.StageName),
                Read.Instant("entered_at", Salesforce.HistoryStart),
                Read.Number("amount_at", "Amount"),
                Read.Date("close_date_at", Salesforce.CloseDate),
                Read.Constant("evidence", "snapshot_diff")),
        ],
    };
}
