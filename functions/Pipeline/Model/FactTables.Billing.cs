namespace Pipeline.Model;

public static partial class FactTables
{
    /// <summary>A billing customer. <c>external_crm_id</c> is the CRM account it was created for, where the export says so.</summary>
    public static FactTable Customer { get; } = Table("customer", ["customer_id"],
        Text("customer_id", false), Text("email_hash"), Text("domain"), Text("currency"), Instant("created_at"), Text("external_crm_id"));

    /// <remarks>
    /// <c>status</c>: trialing, active, past_due, paused, unpaid, canceled, incomplete, incomplete_expired, future.
    /// <c>discount_percent</c> runs from 0 to 100. Prices are in <c>subscription_item</c>, or in <c>plan</c> where an item has none.
    /// </remarks>
    public static FactTable Subscription { get; } = Table("subscription", ["subscription_id"],
        Text("subscription_id", false), Text("customer_id", false), Text("status", false), Instant("created_at"), Instant("started_at"),
        Instant("trial_start"), Instant("trial_end"), Instant("current_period_start"), Instant("current_period_end"), Instant("cancel_at"),
        Instant("canceled_at"), Instant("ended_at"), Text("cancel_reason"), Money("discount_percent"), Text("collection_method"));

    /// <remarks><c>unit_amount</c> is the list price of one unit for <c>interval_count</c> intervals (day, week, month, year), before discount and tax.</remarks>
    public static FactTable SubscriptionItem { get; } = Table("subscription_item", ["subscription_id", "item_id"],
        Text("subscription_id", false), Text("item_id", false), Text("plan_id"), Text("product_id"), Money("quantity"), Money("unit_amount"),
        Text("currency"), Flag("currency_assumed"), Text("interval"), Integer("interval_count"), Flag("is_metered"));

    /// <summary>The priced state of a subscription item as one export showed it, from <c>occurred_at</c> until its next row.</summary>
    /// <remarks><c>evidence</c>: snapshot_diff (occurred_at is the export's watermark), period_table, source_event.</remarks>
    public static FactTable SubscriptionEvent { get; } = Table("subscription_event", ["subscription_id", "item_id", "occurred_at"],
        Text("subscription_id", false), Text("item_id", false), Instant("occurred_at", false), Text("status"), Text("plan_id"), Money("quantity"),
        Money("unit_amount"), Text("currency"), Text("interval"), Integer("interval_count"), Money("discount_percent"), Text("evidence", false));

    /// <summary>A price a subscription item can point to.</summary>
    public static FactTable Plan { get; } = Table("plan", ["plan_id"],
        Text("plan_id", false), Text("product_id"), Text("name"), Money("unit_amount"), Text("currency"), Flag("currency_assumed"), Text("interval"),
        Integer("interval_count"), Flag("is_metered"));

    /// <remarks>
    /// <c>type</c>: invoice, credit_invoice (its amounts are negative). <c>status</c>: draft, open, paid, void, uncollectible, refunded.
    /// <c>subtotal</c> is before discount and tax. The service period is [<c>service_start</c>, <c>service_end</c>) of the lines, where the export shows it.
    /// </remarks>
    public static FactTable Invoice { get; } = Table("invoice", ["invoice_id"],
        Text("invoice_id", false), Text("number"), Text("customer_id", false), Text("subscription_id"), Text("plan_id"), Text("type", false),
        Text("status", false), Date("issued_date", false), Instant("issued_at"), Date("due_date"), Instant("paid_at"), Instant("voided_at"),
        Text("currency"), Flag("currency_assumed"), Money("subtotal"), Money("discount"), Money("tax"), Money("total", false), Money("amount_due"),
        Money("amount_paid"), Money("amount_remaining"), Date("service_start"), Date("service_end"), Text("billing_reason"), Text("description"));

    /// <remarks>
    /// <c>amount</c> is signed, without tax, after discount. <c>line_type</c>: recurring, one_time, usage, proration, discount, tax, setup, credit.
    /// The service period is [<c>service_start</c>, <c>service_end</c>).
    /// </remarks>
    public static FactTable InvoiceLine { get; } = Table("invoice_line", ["invoice_id", "line_id"],
        Text("invoice_id", false), Text("line_id", false), Text("customer_id"), Text("subscription_id"), Text("plan_id"), Text("product_id"),
        Text("description"), Text("line_type", false), Money("quantity"), Money("unit_amount"), Money("amount", false), Money("discount"),
        Money("tax"), Text("currency"), Flag("currency_assumed"), Date("service_start"), Date("service_end"));

    /// <remarks><c>status</c>: succeeded, failed, pending, disputed, canceled. <c>fee</c> is in <c>settled_currency</c>.</remarks>
    public static FactTable Payment { get; } = Table("payment", ["payment_id"],
        Text("payment_id", false), Text("customer_id"), Text("invoice_id"), Text("status", false), Instant("paid_at", false), Money("amount", false),
        Text("currency"), Flag("currency_assumed"), Money("settled_amount"), Text("settled_currency"), Money("fee"), Money("amount_refunded"));

    /// <remarks>
    /// <c>amount</c> above 0 reduces revenue or cash. <c>kind</c>: refund, credit_note, chargeback, chargeback_reversal, write_off, adjustment.
    /// <c>affects</c>: revenue, cash, both, balance_only. <c>evidence</c>: native_row, cumulative_column.
    /// </remarks>
    public static FactTable CreditRefund { get; } = Table("credit_refund", ["credit_id"],
        Text("credit_id", false), Text("kind", false), Text("customer_id"), Text("invoice_id"), Text("payment_id"), Instant("occurred_at", false),
        Money("amount", false), Text("currency"), Flag("currency_assumed"), Text("reason"), Text("status"), Text("affects", false),
        Text("evidence", false));

    /// <summary>A posting of the general ledger. <c>amount</c> is credit positive; <c>revenue_class</c> comes from the ledger account map.</summary>
    /// <remarks><c>revenue_class</c>: sales, interest, investment, royalty, other, excluded.</remarks>
    public static FactTable LedgerEntry { get; } = Table("ledger_entry", ["entry_id", "line_number"],
        Text("entry_id", false), Integer("line_number"), Date("posting_date", false), Text("account_code"), Text("account_name"),
        Text("revenue_class", false), Money("amount", false), Text("currency"), Flag("currency_assumed"), Text("memo"), Text("basis"));

    /// <summary>amount in <c>to_currency</c> = amount in <c>from_currency</c> × <c>rate</c>, from <c>rate_date</c> until the next date that has one.</summary>
    public static FactTable FxRate { get; } = Table("fx_rate", ["from_currency", "to_currency", "rate_date"],
        Text("from_currency", false), Text("to_currency", false), Date("rate_date", false), Rate("rate"), Text("rate_type"));
}
