using System.Collections.Immutable;

namespace Pipeline.Parse.Sources;

/// <summary>Lists of the API that are known and feed no table.</summary>
public static class StripeApiIgnored
{
    public static ImmutableArray<SourceDefinition> All { get; } =
    [
        Define("payment_intent", "A payment intent is the attempt; its money is in the charges. Bring the list of charges."),
        Define("balance_transaction", "Balance movements repeat charges, refunds and payouts. Bring the lists of charges and refunds."),
        Define("payout", "Payouts move settled money to a bank account and are no revenue. Nothing to bring instead."),
        Define("invoiceitem", "Pending invoice items become lines once they are invoiced. Bring the list of invoices."),
        Define("credit_note_line_item", "A credit note counts as a whole. Bring the list of credit notes."),
        Define("coupon", "A coupon says nothing until it is used; its effect is in subscriptions and invoices."),
        Define("discount", "A discount is read from the subscription or the invoice that it reduces."),
        Define("product", "A product has no price and no event. Bring the list of prices."),
        Define("tax_rate", "Tax is read from the invoices."),
    ];

    private static SourceDefinition Define(string @object, string sentence) => new()
    {
        Name = "stripe-api-" + @object.Replace('_', '-'),
        System = StripeTerms.System,
        Object = @object,
        Format = "api_json",
        Signature = new() { All = [["object"]], FirstRow = [Condition.Is(["object"], @object)] },
        IgnoredBecause = sentence,
    };
}
