using Pipeline.Model;

namespace Pipeline.Parse.Sources;

/// <summary>Stripe's customers.csv.</summary>
public static class StripeDashboardCustomers
{
    private static readonly Header Created = ["Created (UTC)", "Created date (UTC)"];

    public static SourceDefinition Export { get; } = new()
    {
        Name = "stripe-dashboard-customers",
        System = StripeTerms.System,
        Object = "customer",
        Format = "dashboard_csv",
        Signature = new()
        {
            All = [["id"], ["Email"], Created],
            AnyOf = [["Delinquent"], ["Total Spend"], ["Payment Count"], ["Average Order"], ["Refunded Volume"], ["Dispute Losses"]],
            AtLeast = 2,
            None = [["Amount"], ["Status (UTC)"], ["Current Period Start (UTC)"]],
        },
        Watermark = Created,
        Outputs =
        [
            new()
            {
                Table = FactTables.Customer,
                Columns =
                [
                    Read.Id("customer_id", "id"),
                    Read.KeyedHash("email_hash", "Email"),
                    Read.EmailDomain("domain", "Email"),
                    Read.Currency("currency", "Currency"),
                    Read.Instant("created_at", Created),
                    Read.Id("external_crm_id", "crm_id (metadata)", "crm_account_id (metadata)", "salesforce_account_id (metadata)", "salesforce_id (metadata)", "hubspot_company_id (metadata)", "account_id (metadata)"),
                ],
            },
        ],
    };
}
