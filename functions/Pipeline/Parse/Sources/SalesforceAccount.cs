using Pipeline.Model;

namespace Pipeline.Parse.Sources;

/// <summary>Salesforce accounts: one row per account. <c>MasterRecordId</c> is set on the losers of a merge.</summary>
public static class SalesforceAccount
{
    private static readonly Header Industry = ["Industry"];
    private static readonly Header Employees = ["NumberOfEmployees", "number_of_employees"];

    public static SourceDefinition Export { get; } = Salesforce.Object(
        "account",
        "Account",
        new()
        {
            All = [Salesforce.Id, Salesforce.Name, Industry],
            AnyOf = [["ParentId", "parent_id"], Employees, ["AnnualRevenue", "annual_revenue"], ["BillingCountry", "billing_country"], ["AccountSource", "account_source"]],
            AtLeast = 2,
            None = [Salesforce.LastName, Salesforce.StageName, Salesforce.LoadError, Salesforce.LoadStatus],
        },
        Salesforce.Table(
            FactTables.Account,
            Read.SalesforceId("account_id", Salesforce.Id),
            Read.Text("name", Salesforce.Name),
            Read.SalesforceId("parent_account_id", "ParentId", "parent_id"),
            Read.WebDomain("domain", "Website"),
            Read.Text("industry", Industry),
            Read.Text("country", "BillingCountryCode", "billing_country_code").OrElse("BillingCountry", "billing_country"),
            Read.SalesforceId("owner_id", Salesforce.OwnerId),
            Read.Integer("employees", Employees),
            Read.Text("type", "Type"),
            Read.Instant("created_at", Salesforce.CreatedDate),
            Read.SalesforceId("merged_into_id", Salesforce.MasterRecordId)));

    public static SourceDefinition Replicated { get; } = Salesforce.Replicated(Export);
}
