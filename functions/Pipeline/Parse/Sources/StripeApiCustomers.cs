using Pipeline.Model;

namespace Pipeline.Parse.Sources;

/// <summary>The API's list of customers. Deleted customers come as <c>id</c> and <c>deleted</c> only.</summary>
public static class StripeApiCustomers
{
    public static SourceDefinition List { get; } = new()
    {
        Name = "stripe-api-customers",
        System = StripeTerms.System,
        Object = "customer",
        Format = "api_json",
        Signature = new() { All = [["id"], ["object"]], FirstRow = [Condition.Is(["object"], "customer")] },
        Watermark = ["created"],
        Exclusions = [StripeTerms.TestMode],
        Outputs =
        [
            new()
            {
                Table = FactTables.Customer,
                Columns =
                [
                    Read.Id("customer_id", "id"),
                    Read.KeyedHash("email_hash", "email"),
                    Read.EmailDomain("domain", "email"),
                    Read.Currency("currency", "currency"),
                    Read.Instant("created_at", "created"),
                    Read.Id("external_crm_id", "metadata.crm_id", "metadata.crm_account_id", "metadata.salesforce_account_id", "metadata.salesforce_id", "metadata.hubspot_company_id", "metadata.account_id"),
                    Read.Flag("is_deleted", "deleted"),
                ],
            },
        ],
    };
}
