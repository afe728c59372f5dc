using System.Collections.Immutable;
using Pipeline.Model;

namespace Pipeline.Parse.Sources;

/// <summary>Stripe's refunds, credit notes and disputes as Fivetran copies them.</summary>
public static class StripeFivetranCredits
{
    public static SourceDefinition Refunds { get; } = Define("stripe-fivetran-refunds", "refund",
        [["id"], ["amount"], ["charge_id"], ["created"], ["receipt_number"], ["failure_reason", "failure_balance_transaction_id"]],
        [
            Read.Constant("kind", "refund"),
            Read.Id("payment_id", "charge_id").OrElse("payment_intent_id"),
            Read.Instant("occurred_at", "created"),
            Read.MinorUnits("amount", "amount"),
            Read.Label("status", StripeTerms.RefundStatus, "status"),
            Read.Constant("affects", "both"),
        ]);

    public static SourceDefinition CreditNotes { get; } = Define("stripe-fivetran-credit-notes", "credit_note",
        [["id"], ["amount"], ["invoice_id"], ["refund_id"], ["voided_at"], ["discount_amount"]],
        [
            Read.Constant("kind", "credit_note"),
            Read.Id("customer_id", "customer_id"),
            Read.Id("invoice_id", "invoice_id"),
            Read.Instant("occurred_at", "effective_at").OrElse("created"),
            Read.MinorUnits("amount", "total_excluding_tax").OrElse("amount"),
            Read.Label("status", StripeTerms.CreditNoteStatus, "status"),
            Read.Label("affects", StripeTerms.CreditNoteAffects, "refund_id").OrDefault("revenue"),
        ]);

    public static SourceDefinition Disputes { get; } = Define("stripe-fivetran-disputes", "dispute",
        [["id"], ["amount"], ["charge_id"], ["created"], ["is_charge_refundable"]],
        [
            Read.Constant("kind", "chargeback"),
            Read.Id("payment_id", "charge_id"),
            Read.Instant("occurred_at", "created"),
            Read.MinorUnits("amount", "amount"),
            Read.Label("status", StripeTerms.DisputeStatus, "status"),
            Read.Constant("affects", "both"),
        ]);

    private static SourceDefinition Define(string name, string @object, ImmutableArray<Header> recognisedBy, ImmutableArray<Mapping> own) => new()
    {
        Name = name,
        System = StripeTerms.System,
        Object = @object,
        Format = "fivetran",
        Signature = new() { All = recognisedBy },
        Watermark = ["_fivetran_synced", "created"],
        Exclusions = [StripeTerms.TestMode],
        Outputs =
        [
            new()
            {
                Table = FactTables.CreditRefund,
                Columns =
                [
                    Read.Id("credit_id", "id"),
                    .. own,
                    Read.Currency("currency", "currency"),
                    Read.Text("reason", "reason"),
                    Read.Constant("evidence", "native_row"),
                ],
            },
        ],
    };
}
