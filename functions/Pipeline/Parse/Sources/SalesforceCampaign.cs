using Pipeline.Model;

namespace Pipeline.Parse.Sources;

/// <summary>Salesforce campaigns. Their cost is a lump without days; the <c>Hierarchy…</c> columns count children twice and are not read.</summary>
public static class SalesforceCampaign
{
    private static readonly Header ActualCost = ["ActualCost", "actual_cost"];
    private static readonly Header BudgetedCost = ["BudgetedCost", "budgeted_cost"];
    private static readonly Header StartDate = ["StartDate", "start_date"];

    public static SourceDefinition Export { get; } = Salesforce.Object(
        "campaign",
        "Campaign",
        new()
        {
            All = [Salesforce.Id, Salesforce.Name, StartDate],
            AnyOf = [ActualCost, BudgetedCost, ["NumberSent", "number_sent"], ["NumberOfResponses", "number_of_responses"], ["NumberOfLeads", "number_of_leads"]],
            AtLeast = 2,
            None = [Salesforce.LoadError],
        },
        Salesforce.Table(
            FactTables.Campaign,
            Read.SalesforceId("campaign_id", Salesforce.Id),
            Read.SalesforceId("parent_campaign_id", "ParentId", "parent_id"),
            Read.Text("name", Salesforce.Name),
            Read.Text("channel", "Type"),
            Read.Text("status", "Status"),
            Read.Date("start_date", StartDate),
            Read.Date("end_date", "EndDate", "end_date"),
            Read.Number("budget", BudgetedCost),
            Read.Number("actual_cost", ActualCost),
            Read.Currency("currency", Salesforce.CurrencyIsoCode)));

    public static SourceDefinition Replicated { get; } = Salesforce.Replicated(Export);
}
