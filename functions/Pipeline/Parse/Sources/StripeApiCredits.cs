using Pipeline.Model;

namespace Pipeline.Parse.Sources;

/// <summary>The API's lists of what is given back: refunds, credit notes and disputes.</summary>
public static class StripeApiCredits
{
    public static SourceDefinition Refunds { get; } = new()
    {
        Name = "stripe-api-refunds",
        System = StripeTerms.System,
        Object = "refund",
        Format = "api_json",
        Signature = new() { All = [["id"], ["object"], ["amount"]], FirstRow = [Condition.Is(["object"], "refund")] },
        Watermark = ["created"],
        Exclusions = [StripeTerms.TestMode],
        Outputs =
        [
            new()
            {
                Table = FactTables.CreditRefund,
                Columns =
                [
                    Read.Id("credit_id", "id"),
                    Read.Constant("kind", "refund"),
                    Read.Id("customer_id", "customer").OrElse("charge.customer"),
                    Read.Id("invoice_id", "charge.invoice"),
                    Read.Id("payment_id", "charge").OrElse("charge.id").OrElse("payment_intent"),
                    Read.Instant("occurred_at", "created"),
                    Read.MinorUnits("amount", "amount"),
                    Read.Currency("currency", "currency"),
                    Read.Text("reason", "reason"),
                    Read.Label("status", StripeTerms.RefundStatus, "status"),
                    Read.Constant("affects", "both"),
                    Read.Constant("evidence", "native_row"),
                ],
            },
        ],
    };

    /// <remarks>The amount is without tax where the note shows it, like the revenue it reduces.</remarks>
    public static SourceDefinition CreditNotes { get; } = new()
    {
        Name = "stripe-api-credit-notes",
        System = StripeTerms.System,
        Object = "credit_note",
        Format = "api_json",
        Signature = new() { All = [["id"], ["object"], ["invoice", "invoice.id"]], FirstRow = [Condition.Is(["object"], "credit_note")] },
        Watermark = ["created", "voided_at"],
        Exclusions = [StripeTerms.TestMode],
        Outputs =
        [
            new()
            {
                Table = FactTables.CreditRefund,
                Columns =
                [
                    Read.Id("credit_id", "id"),
                    Read.Constant("kind", "credit_note"),
                    Read.Id("customer_id", "customer").OrElse("customer.id"),
                    Read.Id("invoice_id", "invoice").OrElse("invoice.id"),
                    Read.Instant("occurred_at", "effective_at").OrElse("created"),
                    Read.MinorUnits("amount", "total_excluding_tax").OrElse("amount"),
                    Read.Currency("currency", "currency"),
                    Read.Text("reason", "reason").OrElse("memo"),
                    Read.Label("status", StripeTerms.CreditNoteStatus, "status"),
                    Read.Label("affects", StripeTerms.CreditNoteAffects, "refund").OrElse("refunds[].refund").OrDefault("revenue"),
                    Read.Constant("evidence", "native_row"),
                ],
            },
        ],
    };

    public static SourceDefinition Disputes { get; } = new()
    {
        Name = "stripe-api-disputes",
        System = StripeTerms.System,
        Object = "dispute",
        Format = "api_json",
        Signature = new() { All = [["id"], ["object"], ["charge", "charge.id"]], FirstRow = [Condition.Is(["object"], "dispute")] },
        Watermark = ["created"],
        Exclusions = [StripeTerms.TestMode],
        Outputs =
        [
            new()
            {
                Table = FactTables.CreditRefund,
                Columns =
                [
                    Read.Id("credit_id", "id"),
                    Read.Constant("kind", "chargeback"),
                    Read.Id("customer_id", "charge.customer"),
                    Read.Id("payment_id", "charge").OrElse("charge.id"),
                    Read.Instant("occurred_at", "created"),
                    Read.MinorUnits("amount", "amount"),
                    Read.Currency("currency", "currency"),
                    Read.Text("reason", "reason"),
                    Read.Label("status", StripeTerms.DisputeStatus, "status"),
                    Read.Constant("affects", "both"),
                    Read.Constant("evidence", "native_row"),
                ],
            },
        ],
    };
}
