using System.Collections.Immutable;

namespace Pipeline.Parse.Sources;

/// <summary>Tables of a Fivetran copy of Stripe that are known and feed nothing.</summary>
public static class StripeFivetranIgnored
{
    private const string Cash = "Cash movements repeat charges, refunds and payouts. Bring the tables charge and refund.";
    private const string Card = "Means of payment are personal data and no fact. Nothing to bring instead.";
    private const string Discount = "A discount is read from the subscription or the invoice that it reduces. Nothing to bring instead.";

    public static ImmutableArray<SourceDefinition> All { get; } =
    [
        Define("account", "The account's own profile is no fact. Nothing to bring instead.", ["id"], ["business_profile_name"], ["charges_enabled"]),
        Define("balance_transaction", Cash, ["id"], ["amount"], ["available_on"], ["net"], ["type"]),
        Define("fee", Cash, ["balance_transaction_id"], ["index"], ["amount"], ["type"]),
        Define("payout", Cash, ["id"], ["arrival_date"], ["automatic"], ["source_type"]),
        Define("payout_balance_transaction", Cash, ["payout_id"], ["balance_transaction_id"]),
        Define("transfer", Cash, ["id"], ["amount"], ["amount_reversed"], ["destination", "destination_account_id"], ["source_transaction", "source_transaction_id"]),
        Define("card", Card, ["id"], ["fingerprint"], ["funding"], ["exp_year"], ["cvc_check"]),
        Define("payment_method", Card, ["id"], ["billing_detail_email"], ["customer_id"], ["type"]),
        Define("payment_method_card", Card, ["payment_method_id"], ["fingerprint"], ["funding"]),
        Define("payment_intent", "A payment intent is the attempt; its money is in the charges. Bring the table charge.", ["id"], ["amount_capturable"], ["amount_received"], ["confirmation_method"]),
        Define("coupon", "A coupon says nothing until it is used. Nothing to bring instead.", ["id"], ["percent_off"], ["duration"], ["times_redeemed"]),
        Define("discount", Discount, ["id"], ["coupon_id"], ["type_id"], ["checkout_session_id"]),
        Define("subscription_discount", Discount, ["id"], ["coupon_id"], ["subscription_id"], ["checkout_session"]),
        Define("credit_note_line_item", "A credit note counts as a whole. Bring the table credit_note.", ["credit_note_id"], ["id"], ["unit_amount"], ["discount_amount"]),
        Define("product", "A product has no price and no event. Bring the tables plan and price.", ["id"], ["name"], ["package_dimensions_height", "unit_label"], ["statement_descriptor"]),
    ];

    private static SourceDefinition Define(string @object, string sentence, params ImmutableArray<Header> columns) => new()
    {
        Name = "stripe-fivetran-" + @object.Replace('_', '-'),
        System = StripeTerms.System,
        Object = @object,
        Format = "fivetran",
        Signature = new() { All = columns, None = [["object"]] },
        IgnoredBecause = sentence,
    };
}
