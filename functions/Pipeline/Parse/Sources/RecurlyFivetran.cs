using System.Collections.Immutable;
using Pipeline.Model;

namespace Pipeline.Parse.Sources;

/// <summary>Recurly's accounts, invoices, lines and transactions as Fivetran copies them: every version of a record, of which the latest counts.</summary>
/// <remarks>A credit invoice is negative and reduces revenue; the refund that pays it out moves cash only.</remarks>
public static class RecurlyFivetran
{
    private const string Subscriptions = "A subscription does not name its billing interval, so its recurring revenue cannot be told. For revenue bring invoice_history and line_item_history.";
    private const string Parts = "The record adds no revenue of its own. Bring invoice_history and line_item_history.";
    private const string Personal = "The record holds personal data and no fact. Bring account_history.";

    private static readonly LabelMap InvoiceType = LabelMap.Of(("charge", "invoice"), ("legacy", "invoice"), ("credit", "credit_invoice"));

    private static readonly LabelMap InvoiceState = LabelMap.Of(
        ("open", "open"), ("pending", "open"), ("processing", "open"), ("past_due", "open"), ("paid", "paid"), ("collected", "paid"), ("closed", "paid"),
        ("failed", "uncollectible"), ("voided", "void"));

    private static readonly LabelMap LineOrigin = LabelMap.Of(
        ("plan", "recurring"), ("plan_trial", "recurring"), ("add_on", "recurring"), ("add_on_trial", "recurring"), ("setup_fee", "setup"), ("coupon", "discount"),
        ("credit", "credit"), ("carryforward", "credit"), ("external_gift_card", "credit")).Otherwise("one_time");

    private static readonly LabelMap TransactionStatus = LabelMap.Of(
        ("success", "succeeded"), ("declined", "failed"), ("error", "failed"), ("void", "canceled"), ("pending", "pending"), ("processing", "pending"),
        ("scheduled", "pending"), ("chargeback", "disputed"));

    public static SourceDefinition Accounts { get; } = Define("account_history", [["id"], ["code"], ["bill_to"], ["updated_at"]], new Output
    {
        Table = FactTables.Customer,
        Columns =
        [
            Read.Id("customer_id", "id"),
            Read.KeyedHash("email_hash", "email"),
            Read.EmailDomain("domain", "email"),
            Read.Instant("created_at", "created_at"),
            Read.Instant("snapshot_at", "updated_at"),
        ],
    });

    public static SourceDefinition Invoices { get; } = Define("invoice_history", [["id"], ["account_id"], ["refundable_amount"], ["subtotal"], ["total"], ["state"], ["due_at"]], new Output
    {
        Table = FactTables.Invoice,
        Columns =
        [
            Read.Id("invoice_id", "id"),
            Read.Text("number", "number"),
            Read.Id("customer_id", "account_id"),
            Read.Label("type", InvoiceType, "type"),
            Read.Label("status", InvoiceState, "state"),
            Read.Date("issued_date", "created_at"),
            Read.Instant("issued_at", "created_at"),
            Read.Date("due_date", "due_at"),
            Read.Instant("paid_at", "closed_at"),
            Read.Currency("currency", "currency"),
            Read.Number("subtotal", "subtotal"),
            Read.Number("discount", "discount"),
            Read.Number("tax", "tax"),
            Read.Number("total", "total"),
            Read.Number("amount_paid", "paid"),
            Read.Number("amount_remaining", "balance"),
            Read.Instant("snapshot_at", "updated_at"),
        ],
    });

    public static SourceDefinition Lines { get; } = Define("line_item_history", [["id"], ["invoice_id"], ["plan_code"], ["subtotal"], ["start_date"], ["proration_rate"]], new Output
    {
        Table = FactTables.InvoiceLine,
        Columns =
        [
            Read.Id("invoice_id", "invoice_id"),
            Read.Id("line_id", "id"),
            Read.Id("customer_id", "account_id"),
            Read.Id("subscription_id", "subscription_id"),
            Read.Id("plan_id", "plan_id"),
            Read.Text("description", "description"),
            Read.Label("line_type", LineOrigin, "origin").OrDefault("debit"),
            Read.Number("quantity", "quantity"),
            Read.Number("unit_amount", "unit_amount"),
            Read.CreditMinusDebit("amount", ["subtotal"], ["discount"]).Required(),
            Read.Number("discount", "discount"),
            Read.Number("tax", "tax"),
            Read.Currency("currency", "currency"),
            Read.Date("service_start", "start_date"),
            Read.Date("service_end", "end_date"),
            Read.Instant("snapshot_at", "updated_at"),
        ],
    });

    /// <remarks>Verifications and authorizations move no money.</remarks>
    public static SourceDefinition Transactions { get; } = Define("transaction", [["id"], ["account_id"], ["collected_at"], ["original_transaction_id"], ["amount"]],
        new Output
        {
            Table = FactTables.Payment,
            Where = [Condition.Is(["type"], "purchase", "capture")],
            Columns =
            [
                Read.Id("payment_id", "id"),
                Read.Id("customer_id", "account_id"),
                Read.Id("invoice_id", "invoice_id"),
                Read.Label("status", TransactionStatus, "status"),
                Read.Instant("paid_at", "collected_at").OrElse("created_at"),
                Read.Number("amount", "amount"),
                Read.Currency("currency", "currency"),
            ],
        },
        new Output
        {
            Table = FactTables.CreditRefund,
            Where = [Condition.Is(["type"], "refund")],
            Columns =
            [
                Read.Id("credit_id", "id"),
                Read.Constant("kind", "refund"),
                Read.Id("customer_id", "account_id"),
                Read.Id("invoice_id", "invoice_id"),
                Read.Id("payment_id", "original_transaction_id"),
                Read.Instant("occurred_at", "collected_at").OrElse("created_at"),
                Read.Number("amount", "amount"),
                Read.Currency("currency", "currency"),
                Read.Label("status", TransactionStatus, "status"),
                Read.Constant("affects", "cash"),
                Read.Constant("evidence", "native_row"),
            ],
        });

    public static ImmutableArray<SourceDefinition> Ignored { get; } =
    [
        Ignore("subscription_history", Subscriptions, ["id"], ["activated_at"], ["current_term_ends_at"]),
        Ignore("subscription_change_history", Subscriptions, ["activate_at"], ["subscription_id"], ["plan_id"]),
        Ignore("subscription_add_on_history", Subscriptions, ["plan_add_on_id"], ["subscription_id"]),
        Ignore("plan_history", Subscriptions, ["interval_unit"], ["interval_length"]),
        Ignore("plan_currency_history", Subscriptions, ["plan_id"], ["plan_updated_at"], ["unit_amount"]),
        Ignore("account_balance_history", Parts, ["account_id"], ["account_updated_at"], ["past_due"]),
        Ignore("coupon_discount", Parts, ["coupon_id"], ["fivetran_id"], ["percentage"]),
        Ignore("coupon_redemption_history", Parts, ["coupon_id"], ["account_id"], ["discounted"]),
        Ignore("credit_payment_history", Parts, ["applied_to_invoice_id"], ["original_invoice_id"]),
        Ignore("invoice_coupon_redemption_history", Parts, ["coupon_redemption_id"], ["invoice_id"]),
        Ignore("invoice_subscription_history", Parts, ["invoice_id"], ["subscription_id"], ["invoice_updated_at"]),
        Ignore("transaction_subscription", Parts, ["transaction_id"], ["subscription_id"]),
        Ignore("account_note_history", Personal, ["account_id"], ["message"], ["user_email"]),
        Ignore("billing_info_history", Personal, ["account_id"], ["payment_method_object"], ["payment_method_first_six"]),
    ];

    private static SourceDefinition Define(string @object, ImmutableArray<Header> recognisedBy, params ImmutableArray<Output> outputs) => new()
    {
        Name = "recurly-fivetran-" + @object.Replace('_', '-'),
        System = "recurly",
        Object = @object,
        Format = "fivetran",
        Signature = new() { All = recognisedBy },
        Watermark = ["_fivetran_synced"],
        Outputs = outputs,
    };

    private static SourceDefinition Ignore(string @object, string sentence, params ImmutableArray<Header> columns) =>
        Define(@object, columns) with { IgnoredBecause = sentence };
}
