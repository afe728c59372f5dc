using Pipeline.Model;

namespace Pipeline.Parse.Sources;

/// <summary>The API's list of charges. Refunds have a list of their own.</summary>
/// <remarks>What was settled is known where the balance transaction was expanded.</remarks>
public static class StripeApiCharges
{
    public static SourceDefinition List { get; } = new()
    {
        Name = "stripe-api-charges",
        System = StripeTerms.System,
        Object = "charge",
        Format = "api_json",
        Signature = new() { All = [["id"], ["object"], ["amount"]], FirstRow = [Condition.Is(["object"], "charge")] },
        Watermark = ["created"],
        Exclusions = [StripeTerms.TestMode],
        Outputs =
        [
            new()
            {
                Table = FactTables.Payment,
                Columns =
                [
                    Read.Id("payment_id", "id"),
                    Read.Id("customer_id", "customer").OrElse("customer.id"),
                    Read.Id("invoice_id", "invoice").OrElse("invoice.id"),
                    Read.Label("status", StripeTerms.PaymentStatus, "status"),
                    Read.Instant("paid_at", "created"),
                    Read.MinorUnits("amount", "amount"),
                    Read.Currency("currency", "currency"),
                    Read.MinorUnits("settled_amount", "balance_transaction.amount").In("settled_currency"),
                    Read.Currency("settled_currency", "balance_transaction.currency"),
                    Read.MinorUnits("fee", "balance_transaction.fee").In("settled_currency"),
                    Read.MinorUnits("amount_refunded", "amount_refunded"),
                ],
            },
        ],
    };
}
