using Pipeline.Model;

namespace Pipeline.Parse.Sources;

/// <summary>Salesforce leads: one row per lead, and what it was converted to.</summary>
/// <remarks>
/// <c>ConvertedDate</c> is a date in the user's zone and <c>CreatedDate</c> an instant in UTC, so a conversion may look a day older than its lead.
/// When a lead became marketing or sales qualified is not in this object.
/// </remarks>
public static class SalesforceLead
{
    private static readonly Header IsConverted = ["IsConverted", "is_converted"];
    private static readonly Header ConvertedDate = ["ConvertedDate", "converted_date"];
    private static readonly Header Status = ["Status"];
    private static readonly Header Email = ["Email"];

    private static readonly Output Lead = Salesforce.Table(
        FactTables.Lead,
        Read.SalesforceId("lead_id", Salesforce.Id),
        Read.Constant("kind", "lead"),
        Read.Instant("created_at", Salesforce.CreatedDate),
        Read.Text("source", Salesforce.LeadSource),
        Read.Text("source_detail", "Lead_Source_Detail__c", "lead_source_detail_c"),
        Read.Text("status", Status),
        Read.LeadStatus("lifecycle_stage", Status),
        Read.SalesforceId("owner_id", Salesforce.OwnerId),
        Read.SalesforceId("account_id", "ConvertedAccountId", "converted_account_id"),
        Read.SalesforceId("contact_id", "ConvertedContactId", "converted_contact_id"),
        Read.SalesforceId("opportunity_id", "ConvertedOpportunityId", "converted_opportunity_id"),
        Read.Flag("is_converted", IsConverted),
        Read.Date("converted_date", ConvertedDate),
        Read.Text("country", "CountryCode", "country_code").OrElse("Country"),
        Read.Text("company", "Company"),
        Read.KeyedHash("email_hash", Email),
        Read.EmailDomain("domain", Email),
        Read.SalesforceId("merged_into_id", Salesforce.MasterRecordId));

    private static readonly Output Created = Salesforce.Table(
        FactTables.LifecycleEvent,
        Read.SalesforceId("lead_id", Salesforce.Id),
        Read.Constant("stage", "lead"),
        Read.Instant("entered_at", Salesforce.CreatedDate),
        Read.Constant("evidence", "date_property")) with
    { Where = [Condition.HasValue(Salesforce.CreatedDate)] };

    private static readonly Output Converted = Salesforce.Table(
        FactTables.LifecycleEvent,
        Read.SalesforceId("lead_id", Salesforce.Id),
        Read.Constant("stage", "opportunity"),
        Read.DayStart("entered_at", ConvertedDate),
        Read.Text("source_stage", Status),
        Read.Constant("evidence", "converted_flag")) with
    { Where = [Condition.Is(IsConverted, "true", "1"), Condition.HasValue(ConvertedDate)] };

    public static SourceDefinition Export { get; } = Salesforce.Object(
        "lead",
        "Lead",
        new() { All = [Salesforce.Id, Salesforce.LastName, Status, IsConverted], None = [Salesforce.LoadError] },
        Lead,
        Created,
        Converted);

    public static SourceDefinition Replicated { get; } = Salesforce.Replicated(Export);
}
