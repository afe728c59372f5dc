using Pipeline.Model;

namespace Pipeline.Parse.Sources;

/// <summary>Salesforce users: who owns what, and in which team. Names and addresses are not read.</summary>
public static class SalesforceUser
{
    public static SourceDefinition Export { get; } = Salesforce.Object(
        "user",
        "User",
        new() { All = [Salesforce.Id, Salesforce.Username, ["ProfileId", "profile_id"]], None = [Salesforce.LoadError, Salesforce.LoadStatus] },
        Salesforce.Table(
            FactTables.User,
            Read.SalesforceId("user_id", Salesforce.Id),
            Read.SalesforceId("manager_id", "ManagerId", "manager_id"),
            Read.Text("team", "Department"),
            Read.Text("region", "Division"),
            Read.Flag("is_active", "IsActive", "is_active"),
            Read.Text("default_currency", "DefaultCurrencyIsoCode", "default_currency_iso_code")));

    public static SourceDefinition Replicated { get; } = Salesforce.Replicated(Export);
}
