using Pipeline.Model;

namespace Pipeline.Parse.Sources;

/// <summary>Stripe's charges as Fivetran copies them.</summary>
public static class StripeFivetranCharges
{
    public static SourceDefinition Table { get; } = new()
    {
        Name = "stripe-fivetran-charges",
        System = StripeTerms.System,
        Object = "charge",
        Format = "fivetran",
        Signature = new() { All = [["id"], ["amount"], ["amount_refunded"], ["customer_id"], ["created"], ["status"], ["payment_intent_id", "captured"]] },
        Watermark = ["_fivetran_synced", "created"],
        Exclusions = [StripeTerms.TestMode],
        Outputs =
        [
            new()
            {
                Table = FactTables.Payment,
                Columns =
                [
                    Read.Id("payment_id", "id"),
                    Read.Id("customer_id", "customer_id"),
                    Read.Id("invoice_id", "invoice_id"),
                    Read.Label("status", StripeTerms.PaymentStatus, "status"),
                    Read.Instant("paid_at", "created"),
                    Read.MinorUnits("amount", "amount"),
                    Read.Currency("currency", "currency"),
                    Read.MinorUnits("amount_refunded", "amount_refunded"),
                ],
            },
        ],
    };
}
