using Pipeline.Model;

namespace Pipeline.Parse.Sources;

/// <summary>Stripe's invoices and their lines as Fivetran copies them.</summary>
/// <remarks>A copy without a date of creation is dated by the end of the usage period, which is when Stripe makes an invoice.</remarks>
public static class StripeFivetranInvoices
{
    private static readonly Header Finalized = ["status_transitions_finalized_at", "finalized_at"];
    private static readonly Header Created = ["created", "date"];
    private static readonly Header PeriodEnd = ["period_end"];

    public static SourceDefinition Invoices { get; } = new()
    {
        Name = "stripe-fivetran-invoices",
        System = StripeTerms.System,
        Object = "invoice",
        Format = "fivetran",
        Signature = new() { All = [["id"], ["customer_id"], ["amount_due"], ["amount_paid"], ["subtotal"], ["total"], ["status"]] },
        Watermark = ["_fivetran_synced", "created", "date"],
        Exclusions = [StripeTerms.TestMode],
        Outputs =
        [
            new()
            {
                Table = FactTables.Invoice,
                Columns =
                [
                    Read.Id("invoice_id", "id"),
                    Read.Text("number", "number"),
                    Read.Id("customer_id", "customer_id"),
                    Read.Id("subscription_id", "subscription_id"),
                    Read.Constant("type", "invoice"),
                    Read.Label("status", StripeTerms.InvoiceStatus, "status").OrElse("paid"),
                    Read.Date("issued_date", Finalized).OrElse(Created).OrElse(PeriodEnd),
                    Read.Instant("issued_at", Finalized).OrElse(Created).OrElse(PeriodEnd),
                    Read.Date("due_date", "due_date"),
                    Read.Instant("paid_at", "status_transitions_paid_at"),
                    Read.Instant("voided_at", "status_transitions_voided_at"),
                    Read.Currency("currency", "currency"),
                    Read.MinorUnits("subtotal", "subtotal_excluding_tax").OrElse("subtotal"),
                    Read.MinorUnits("tax", "tax"),
                    Read.MinorUnits("total", "total"),
                    Read.MinorUnits("amount_due", "amount_due"),
                    Read.MinorUnits("amount_paid", "amount_paid"),
                    Read.MinorUnits("amount_remaining", "amount_remaining"),
                    Read.Text("billing_reason", "billing_reason"),
                    Read.Text("description", "description"),
                    Read.Flag("is_deleted", "is_deleted"),
                ],
            },
        ],
    };

    public static SourceDefinition Lines { get; } = new()
    {
        Name = "stripe-fivetran-invoice-lines",
        System = StripeTerms.System,
        Object = "invoice_line_item",
        Format = "fivetran",
        Signature = new() { All = [["id"], ["invoice_id"], ["amount"], ["period_start"], ["period_end"], ["proration"]], None = [["amount_due"]] },
        Watermark = ["_fivetran_synced", "period_start"],
        Exclusions = [StripeTerms.TestMode],
        Outputs =
        [
            new()
            {
                Table = FactTables.InvoiceLine,
                Columns =
                [
                    Read.Id("invoice_id", "invoice_id"),
                    Read.Id("line_id", "unique_id").OrElse("id"),
                    Read.Id("subscription_id", "subscription_id"),
                    Read.Id("plan_id", "price_id", "plan_id"),
                    Read.Text("description", "description"),
                    Read.Label("line_type", StripeTerms.LineType, "proration").OrElse("type").OrDefault("invoiceitem"),
                    Read.Number("quantity", "quantity"),
                    Read.MinorUnits("unit_amount", "unit_amount").OrElse("unit_amount_excluding_tax"),
                    Read.MinorUnits("amount", "amount_excluding_tax").OrElse("amount"),
                    Read.Currency("currency", "currency"),
                    Read.Date("service_start", "period_start"),
                    Read.Date("service_end", "period_end"),
                ],
            },
        ],
    };
}
