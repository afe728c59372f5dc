using Pipeline.Model;

namespace Pipeline.Parse.Sources;

/// <summary>Salesforce campaign members: one row per person and campaign. After a conversion a member keeps both its lead and its contact.</summary>
public static class SalesforceCampaignMember
{
    private static readonly Header HasResponded = ["HasResponded", "has_responded"];

    public static SourceDefinition Export { get; } = Salesforce.Object(
        "campaign-member",
        "CampaignMember",
        new()
        {
            All = [Salesforce.Id, Salesforce.CampaignId, HasResponded],
            AnyOf = [["LeadId", "lead_id"], ["ContactId", "contact_id"], ["LeadOrContactId", "lead_or_contact_id"]],
            None = [Salesforce.LoadError],
        },
        Salesforce.Table(
            FactTables.Touchpoint,
            Read.SalesforceId("touch_id", Salesforce.Id),
            Read.Constant("kind", "campaign_member"),
            Read.SalesforceId("lead_id", "LeadId", "lead_id"),
            Read.SalesforceId("contact_id", "ContactId", "contact_id"),
            Read.SalesforceId("account_id", Salesforce.AccountId),
            Read.SalesforceId("campaign_id", Salesforce.CampaignId),
            Read.Instant("occurred_at", Salesforce.CreatedDate),
            Read.Text("status", "Status"),
            Read.Flag("is_response", HasResponded)));

    public static SourceDefinition Replicated { get; } = Salesforce.Replicated(Export);
}
