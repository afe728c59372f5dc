using System.Collections.Immutable;
using Pipeline.Model;

namespace Pipeline.Parse.Sources;

/// <summary>The API's list of invoices with their lines, of either generation.</summary>
/// <remarks>
/// A list of lines that was cut off (<c>has_more</c>) is not read: the head alone is better than a part of the sum.
/// What an invoice discounts is one line of its own for each discount, without a service period.
/// </remarks>
public static class StripeApiInvoices
{
    private const string Lines = "lines.data[]";
    private static readonly Header Finalized = ["status_transitions.finalized_at", "finalized_at"];
    private static readonly Header Created = ["created", "date"];
    private static readonly ImmutableArray<Condition> WithAllLines = [Condition.IsNot(["lines.has_more"], "true")];

    public static SourceDefinition List { get; } = new()
    {
        Name = "stripe-api-invoices",
        System = StripeTerms.System,
        Object = "invoice",
        Format = "api_json",
        Signature = new() { All = [["id"], ["object"], ["total"]], FirstRow = [Condition.Is(["object"], "invoice")] },
        Watermark = ["created", "date", "status_transitions.finalized_at", "status_transitions.paid_at", "status_transitions.voided_at"],
        Exclusions = [StripeTerms.TestMode],
        Outputs =
        [
            new() { Table = FactTables.Invoice, Columns = Head },
            new() { Table = FactTables.InvoiceLine, RowsOf = Lines, Where = WithAllLines, Columns = StripeApiInvoiceLines.Line("id", Lines + ".") },
            new()
            {
                Table = FactTables.InvoiceLine,
                RowsOf = "total_discount_amounts[]",
                Where = WithAllLines,
                Columns =
                [
                    Read.Id("invoice_id", "id"),
                    Read.Id("line_id", "total_discount_amounts[].discount").OrElse("total_discount_amounts[].discount.id"),
                    Read.Id("customer_id", "customer").OrElse("customer.id"),
                    Read.Constant("line_type", "discount"),
                    Read.MinorUnits("amount", "total_discount_amounts[].amount").Negated(),
                    Read.Currency("currency", "currency"),
                ],
            },
        ],
    };

    private static ImmutableArray<Mapping> Head =>
    [
        Read.Id("invoice_id", "id"),
        Read.Text("number", "number"),
        Read.Id("customer_id", "customer").OrElse("customer.id"),
        Read.Id("subscription_id", "subscription").OrElse("subscription.id").OrElse("parent.subscription_details.subscription"),
        Read.Constant("type", "invoice"),
        Read.Label("status", StripeTerms.InvoiceStatus, "status").OrElse("paid"),
        Read.Date("issued_date", Finalized).OrElse(Created),
        Read.Instant("issued_at", Finalized).OrElse(Created),
        Read.Date("due_date", "due_date"),
        Read.Instant("paid_at", "status_transitions.paid_at"),
        Read.Instant("voided_at", "status_transitions.voided_at"),
        Read.Currency("currency", "currency"),
        Read.MinorUnits("subtotal", "subtotal_excluding_tax").OrElse("subtotal"),
        Read.MinorUnits("discount", "total_discount_amounts[].amount"),
        Read.MinorUnits("tax", "tax").OrElse("total_taxes[].amount").OrElse("total_tax_amounts[].amount"),
        Read.MinorUnits("total", "total"),
        Read.MinorUnits("amount_due", "amount_due"),
        Read.MinorUnits("amount_paid", "amount_paid"),
        Read.MinorUnits("amount_remaining", "amount_remaining"),
        Read.Text("billing_reason", "billing_reason"),
        Read.Text("description", "description"),
        Read.Flag("is_deleted", "deleted"),
    ];
}
