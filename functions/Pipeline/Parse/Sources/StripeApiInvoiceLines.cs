using System.Collections.Immutable;
using Pipeline.Model;

namespace Pipeline.Parse.Sources;

/// <summary>The API's list of the lines of an invoice, also found inside invoices.</summary>
public static class StripeApiInvoiceLines
{
    public static SourceDefinition List { get; } = new()
    {
        Name = "stripe-api-invoice-lines",
        System = StripeTerms.System,
        Object = "line_item",
        Format = "api_json",
        Signature = new() { All = [["id"], ["object"], ["invoice"], ["amount"]], FirstRow = [Condition.Is(["object"], "line_item")] },
        Watermark = ["period.start"],
        Exclusions = [StripeTerms.TestMode],
        Outputs = [new() { Table = FactTables.InvoiceLine, Columns = Line("invoice", "") }],
    };

    /// <summary>The columns of a line whose values are named with <paramref name="prefix"/>.</summary>
    internal static ImmutableArray<Mapping> Line(string invoice, string prefix) =>
    [
        Read.Id("invoice_id", invoice),
        Read.Id("line_id", prefix + "id"),
        Read.Id("customer_id", "customer").OrElse("customer.id"),
        Read.Id("subscription_id", prefix + "subscription").OrElse(prefix + "parent.subscription_item_details.subscription")
            .OrElse(prefix + "parent.invoice_item_details.subscription").OrElse("subscription").OrElse("parent.subscription_details.subscription"),
        Read.Id("plan_id", prefix + "price.id").OrElse(prefix + "plan.id").OrElse(prefix + "pricing.price_details.price"),
        Read.Id("product_id", prefix + "price.product").OrElse(prefix + "plan.product").OrElse(prefix + "pricing.price_details.product"),
        Read.Text("description", prefix + "description"),
        Read.Label("line_type", StripeTerms.LineType, prefix + "proration").OrElse(prefix + "parent.subscription_item_details.proration")
            .OrElse(prefix + "parent.invoice_item_details.proration").OrElse(prefix + "type").OrElse(prefix + "parent.type").OrDefault("invoiceitem"),
        Read.Number("quantity", prefix + "quantity"),
        Read.MinorUnits("unit_amount", prefix + "price.unit_amount").OrElse(prefix + "plan.amount").OrElse(prefix + "pricing.unit_amount_decimal"),
        Read.MinorUnits("amount", prefix + "amount_excluding_tax").OrElse(prefix + "amount"),
        Read.MinorUnits("tax", prefix + "tax_amounts[].amount").OrElse(prefix + "taxes[].amount"),
        Read.Currency("currency", prefix + "currency").OrElse("currency"),
        Read.Date("service_start", prefix + "period.start"),
        Read.Date("service_end", prefix + "period.end"),
    ];
}
