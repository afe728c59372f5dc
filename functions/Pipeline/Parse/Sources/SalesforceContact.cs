using Pipeline.Model;

namespace Pipeline.Parse.Sources;

/// <summary>Salesforce contacts: one row per person at an account.</summary>
public static class SalesforceContact
{
    private static readonly Header Email = ["Email"];

    public static SourceDefinition Export { get; } = Salesforce.Object(
        "contact",
        "Contact",
        new()
        {
            All = [Salesforce.Id, Salesforce.AccountId, Salesforce.LastName, Email],
            AnyOf = [Salesforce.OwnerId, Salesforce.LeadSource, ["Salutation"], ["ReportsToId", "reports_to_id"]],
            None = [["IsConverted", "is_converted"], Salesforce.Username, Salesforce.LoadError, Salesforce.LoadStatus],
        },
        Salesforce.Table(
            FactTables.Contact,
            Read.SalesforceId("contact_id", Salesforce.Id),
            Read.SalesforceId("account_id", Salesforce.AccountId),
            Read.KeyedHash("email_hash", Email),
            Read.EmailDomain("domain", Email),
            Read.Text("first_touch_source", Salesforce.LeadSource),
            Read.Instant("created_at", Salesforce.CreatedDate),
            Read.SalesforceId("merged_into_id", Salesforce.MasterRecordId)));

    public static SourceDefinition Replicated { get; } = Salesforce.Replicated(Export);
}
