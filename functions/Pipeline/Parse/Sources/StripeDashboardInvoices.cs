using Pipeline.Model;

namespace Pipeline.Parse.Sources;

/// <summary>Stripe's invoices.csv: heads without lines.</summary>
/// <remarks>
/// <c>Period Start</c> and <c>Period End</c> are the usage period that went before, never the service period: that is spanned by the line items.
/// An invoice is issued when it is finalized; a draft may be much older.
/// </remarks>
public static class StripeDashboardInvoices
{
    private static readonly Header Finalized = ["Finalized At (UTC)"];
    private static readonly Header Dated = ["Date (UTC)", "Created (UTC)"];

    public static SourceDefinition Export { get; } = new()
    {
        Name = "stripe-dashboard-invoices",
        System = StripeTerms.System,
        Object = "invoice",
        Format = "dashboard_csv",
        Signature = new()
        {
            All = [["id"], ["Customer", "Customer ID"], Dated, ["Total"], ["Amount Due"]],
            AnyOf = [["Number"], ["Subtotal"], ["Paid"], ["Status"], ["Period Start (UTC)"], ["Due Date (UTC)"]],
            AtLeast = 2,
        },
        Watermark = ["Date (UTC)", "Created (UTC)", "Finalized At (UTC)", "Paid At (UTC)", "Voided At (UTC)", "Marked Uncollectible At (UTC)"],
        Outputs =
        [
            new()
            {
                Table = FactTables.Invoice,
                Columns =
                [
                    Read.Id("invoice_id", "id"),
                    Read.Text("number", "Number"),
                    Read.Id("customer_id", "Customer", "Customer ID"),
                    Read.Id("subscription_id", "Subscription", "Subscription ID"),
                    Read.Id("plan_id", "Plan", "Price ID"),
                    Read.Constant("type", "invoice"),
                    Read.Label("status", StripeTerms.InvoiceStatus, "Status").OrElse("Paid"),
                    Read.Date("issued_date", Finalized).OrElse(Dated),
                    Read.Instant("issued_at", Finalized).OrElse(Dated),
                    Read.Date("due_date", "Due Date (UTC)"),
                    Read.Instant("paid_at", "Paid At (UTC)"),
                    Read.Instant("voided_at", "Voided At (UTC)"),
                    Read.Currency("currency", "Currency"),
                    Read.Number("subtotal", "Subtotal"),
                    Read.Number("discount", "Total Discount Amount"),
                    Read.Number("tax", "Tax"),
                    Read.Number("total", "Total"),
                    Read.Number("amount_due", "Amount Due"),
                    Read.Number("amount_paid", "Amount Paid"),
                    Read.Number("amount_remaining", "Amount Remaining"),
                    Read.Date("service_start", "Minimum Line Item Period Start (UTC)"),
                    Read.Date("service_end", "Maximum Line Item Period End (UTC)"),
                    Read.Text("billing_reason", "Billing Reason"),
                    Read.Text("description", "Description"),
                ],
            },
        ],
    };
}
