using Pipeline.Model;

namespace Pipeline.Parse.Sources;

/// <summary>Stripe's customers as Fivetran copies them.</summary>
public static class StripeFivetranCustomers
{
    public static SourceDefinition Table { get; } = new()
    {
        Name = "stripe-fivetran-customers",
        System = StripeTerms.System,
        Object = "customer",
        Format = "fivetran",
        Signature = new() { All = [["id"], ["created"], ["delinquent"], ["email"], ["invoice_prefix", "balance", "account_balance"]], None = [["object"]] },
        Watermark = ["_fivetran_synced", "created"],
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
                    Read.Id("external_crm_id", "metadata_crm_id", "metadata_salesforce_account_id", "metadata_hubspot_company_id"),
                    Read.Flag("is_deleted", "is_deleted"),
                ],
            },
        ],
    };
}
