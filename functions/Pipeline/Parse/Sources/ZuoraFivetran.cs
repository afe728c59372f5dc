using System.Collections.Immutable;
using Pipeline.Model;

namespace Pipeline.Parse.Sources;

/// <summary>Zuora's accounts, invoices, invoice items and payments as Fivetran copies them. Only posted invoices count.</summary>
public static class ZuoraFivetran
{
    private const string Subscriptions = "Zuora keeps a row for every version of a subscription and of its charges; they are not read yet. For revenue bring the tables invoice and invoice_item.";
    private const string Parts = "The record adds no revenue of its own. Bring the tables invoice and invoice_item.";
    private const string Refunds = "A refund names neither its account nor its currency. For revenue bring the tables invoice and invoice_item.";
    private const string Personal = "The record holds personal data and no fact. Bring the table account.";

    /// <summary>A posted invoice is paid when its balance is 0; an empty meaning hands over to the balance.</summary>
    private static readonly LabelMap InvoiceStatus = LabelMap.Of(
        ("draft", "draft"), ("canceled", "void"), ("error", "void"), ("reversed", "void"), ("posted", ""), ("0", "paid"), ("0.0", "paid"), ("0.00", "paid")).Otherwise("open");

    private static readonly LabelMap LineType = LabelMap.Of(("0", "recurring"), ("1", "discount"), ("2", "credit"), ("3", "tax")).Otherwise("recurring");

    private static readonly LabelMap PaymentStatus = LabelMap.Of(
        ("processed", "succeeded"), ("posted", "succeeded"), ("error", "failed"), ("voided", "canceled"), ("canceled", "canceled"), ("draft", "pending"), ("processing", "pending"));

    public static SourceDefinition Accounts { get; } = Define("account", [["id"], ["account_number"], ["bill_to_contact_id"], ["currency"], ["total_invoice_balance"]], new Output
    {
        Table = FactTables.Customer,
        Columns =
        [
            Read.Id("customer_id", "id"),
            Read.Currency("currency", "currency"),
            Read.Instant("created_at", "created_date"),
            Read.Id("external_crm_id", "crm_id"),
            Read.Flag("is_deleted", "_fivetran_deleted"),
        ],
    });

    public static SourceDefinition Invoices { get; } = Define("invoice", [["id"], ["account_id"], ["invoice_number"], ["invoice_date"], ["amount_without_tax"], ["status"]], new Output
    {
        Table = FactTables.Invoice,
        Columns =
        [
            Read.Id("invoice_id", "id"),
            Read.Text("number", "invoice_number"),
            Read.Id("customer_id", "account_id"),
            Read.Constant("type", "invoice"),
            Read.Label("status", InvoiceStatus, "status").OrElse("balance"),
            Read.Date("issued_date", "invoice_date"),
            Read.Date("due_date", "due_date"),
            Read.Currency("currency", "transaction_currency"),
            Read.Number("subtotal", "amount_without_tax"),
            Read.Number("tax", "tax_amount"),
            Read.Number("total", "amount"),
            Read.Number("amount_paid", "payment_amount"),
            Read.Number("amount_remaining", "balance"),
            Read.Flag("is_deleted", "_fivetran_deleted"),
        ],
    });

    public static SourceDefinition Lines { get; } = Define("invoice_item", [["id"], ["invoice_id"], ["charge_amount"], ["service_start_date"], ["service_end_date"]], new Output
    {
        Table = FactTables.InvoiceLine,
        Columns =
        [
            Read.Id("invoice_id", "invoice_id"),
            Read.Id("line_id", "id"),
            Read.Id("customer_id", "account_id"),
            Read.Id("subscription_id", "subscription_id"),
            Read.Id("plan_id", "product_rate_plan_id"),
            Read.Id("product_id", "product_id"),
            Read.Text("description", "charge_name"),
            Read.Label("line_type", LineType, "processing_type").OrDefault("0"),
            Read.Number("quantity", "quantity"),
            Read.Number("unit_amount", "unit_price"),
            Read.Number("amount", "charge_amount"),
            Read.Number("tax", "tax_amount"),
            Read.Currency("currency", "transaction_currency"),
            Read.Date("service_start", "service_start_date"),
            Read.Date("service_end", "service_end_date").LastDay(),
            Read.Flag("is_deleted", "_fivetran_deleted"),
        ],
    });

    public static SourceDefinition Payments { get; } = Define("payment", [["id"], ["account_id"], ["payment_number"], ["effective_date"], ["amount"], ["status"]], new Output
    {
        Table = FactTables.Payment,
        Columns =
        [
            Read.Id("payment_id", "id"),
            Read.Id("customer_id", "account_id"),
            Read.Label("status", PaymentStatus, "status"),
            Read.InstantOrDay("paid_at", "effective_date"),
            Read.Number("amount", "amount"),
            Read.Currency("currency", "transaction_currency", "currency"),
            Read.Number("amount_refunded", "refund_amount"),
            Read.Flag("is_deleted", "_fivetran_deleted"),
        ],
    });

    public static ImmutableArray<SourceDefinition> Ignored { get; } =
    [
        Ignore("subscription", Subscriptions, ["id"], ["original_id"], ["term_start_date"], ["renewal_setting"]),
        Ignore("rate_plan_charge", Subscriptions, ["id"], ["rate_plan_id"], ["mrr"], ["charge_number"]),
        Ignore("rate_plan", Subscriptions, ["id"], ["product_rate_plan_id"], ["amendment_type"]),
        Ignore("amendment", Subscriptions, ["id"], ["contract_effective_date"], ["booking_date"], ["removed_rate_plan_id"]),
        Ignore("order", Subscriptions, ["id"], ["order_number"], ["order_date"]),
        Ignore("product", Subscriptions, ["id"], ["sku"], ["allow_feature_changes"]),
        Ignore("product_rate_plan", Subscriptions) with
        {
            Signature = new() { All = [["id"], ["product_id"], ["effective_start_date"], ["created_by_id"]], None = [["product_rate_plan_id"], ["account_id"]] },
        },
        Ignore("product_rate_plan_charge", Subscriptions, ["id"], ["product_rate_plan_id"], ["default_quantity"], ["charge_model"]),
        Ignore("invoice_payment", Parts, ["id"], ["invoice_id"], ["payment_id"], ["cash_accounting_code_id"]),
        Ignore("credit_balance_adjustment", Parts, ["id"], ["adjustment_date"], ["amount"], ["invoice_id"]),
        Ignore("taxation_item", Parts, ["id"], ["invoice_item_id"], ["exempt_amount"], ["jurisdiction"]),
        Ignore("refund", Refunds, ["id"], ["refund_number"], ["refund_date"], ["method_type"]),
        Ignore("refund_invoice_payment", Refunds, ["id"], ["refund_amount"], ["created_by_id"]) with
        {
            Signature = new() { All = [["id"], ["refund_amount"], ["created_by_id"], ["_fivetran_deleted"]], None = [["account_id"], ["invoice_number"]] },
        },
        Ignore("payment_method", Personal, ["id"], ["account_id"], ["ach_aba_code"]),
        Ignore("contact", Personal, ["id"], ["account_id"], ["work_email"], ["nick_name"]),
    ];

    private static SourceDefinition Define(string @object, ImmutableArray<Header> recognisedBy, params ImmutableArray<Output> outputs) => new()
    {
        Name = "zuora-fivetran-" + @object.Replace('_', '-'),
        System = "zuora",
        Object = @object,
        Format = "fivetran",
        Signature = new() { All = recognisedBy },
        Watermark = ["_fivetran_synced", "updated_date"],
        Outputs = outputs,
    };

    private static SourceDefinition Ignore(string @object, string sentence, params ImmutableArray<Header> columns) =>
        Define(@object, columns) with { IgnoredBecause = sentence };
}
