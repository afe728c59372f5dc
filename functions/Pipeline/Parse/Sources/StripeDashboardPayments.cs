using Pipeline.Model;

namespace Pipeline.Parse.Sources;

/// <summary>Stripe's payments.csv and unified_payments.csv, old and new headers.</summary>
/// <remarks>
/// Refunds have no rows of their own. What was refunded so far becomes one credit under the payment's id, on the day of the last refund.
/// The fee is in the settlement currency.
/// </remarks>
public static class StripeDashboardPayments
{
    private static readonly Header Id = ["id"];
    private static readonly Header Created = ["Created date (UTC)", "Created (UTC)"];
    private static readonly Header Refunded = ["Amount Refunded"];
    private static readonly Header RefundedAt = ["Refunded date (UTC)", "Refunded (UTC)"];
    private static readonly Header Customer = ["Customer ID"];
    private static readonly Header Invoice = ["Invoice ID"];
    private static readonly Header Currency = ["Currency"];

    public static SourceDefinition Export { get; } = new()
    {
        Name = "stripe-dashboard-payments",
        System = StripeTerms.System,
        Object = "charge",
        Format = "dashboard_csv",
        Signature = new()
        {
            All = [Id, ["Amount"], Refunded, Created, ["Status"]],
            AnyOf = [["Fee"], ["Converted Amount"], ["Seller Message"], ["PaymentIntent ID"], ["Captured"]],
        },
        Watermark = ["Created date (UTC)", "Created (UTC)", "Refunded date (UTC)", "Refunded (UTC)"],
        Exclusions = [new("test_mode", Condition.Is(["Mode"], "Test"))],
        Outputs =
        [
            new()
            {
                Table = FactTables.Payment,
                Columns =
                [
                    Read.Id("payment_id", Id),
                    Read.Id("customer_id", Customer),
                    Read.Id("invoice_id", Invoice),
                    Read.Label("status", StripeTerms.PaymentStatus, "Status"),
                    Read.Instant("paid_at", Created),
                    Read.Number("amount", "Amount"),
                    Read.Currency("currency", Currency),
                    Read.Number("settled_amount", "Converted Amount"),
                    Read.Currency("settled_currency", "Converted Currency"),
                    Read.Number("fee", "Fee"),
                    Read.Number("amount_refunded", Refunded),
                ],
            },
            new()
            {
                Table = FactTables.CreditRefund,
                Where = [Condition.IsNot(Refunded, "", "0", "0.0", "0.00", "0,00")],
                Columns =
                [
                    Read.Id("credit_id", Id),
                    Read.Constant("kind", "refund"),
                    Read.Id("customer_id", Customer),
                    Read.Id("invoice_id", Invoice),
                    Read.Id("payment_id", Id),
                    Read.Instant("occurred_at", RefundedAt).OrElse(Created),
                    Read.Number("amount", Refunded),
                    Read.Currency("currency", Currency),
                    Read.Constant("status", "succeeded"),
                    Read.Constant("affects", "both"),
                    Read.Constant("evidence", "cumulative_column"),
                ],
            },
        ],
    };
}
