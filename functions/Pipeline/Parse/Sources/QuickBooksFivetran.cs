using System.Collections.Immutable;
using Pipeline.Model;

namespace Pipeline.Parse.Sources;

/// <summary>QuickBooks' customers and sales documents as Fivetran copies them.</summary>
/// <remarks>
/// An invoice whose balance is 0 is paid. All transactions of a company share one sequence of ids. Of a deleted document only the id is left: it becomes
/// a tombstone, whose other values mean nothing.
/// </remarks>
public static class QuickBooksFivetran
{
    private static readonly Header Deleted = ["_fivetran_deleted"];
    private static readonly Mapping Currency = Read.Currency("currency", "currency_id");
    private static readonly LabelMap PaidByBalance = LabelMap.Of(("0", "paid"), ("0.0", "paid"), ("0.00", "paid")).Otherwise("open");

    public static SourceDefinition Customers { get; } = Define("customer", FactTables.Customer, [["id"], ["balance_with_jobs"], ["display_name"], ["currency_id"]],
    [
        Read.Id("customer_id", "id"),
        Read.KeyedHash("email_hash", "email"),
        Read.EmailDomain("domain", "email").OrElse("website"),
        Read.Instant("created_at", "created_at"),
    ]);

    public static SourceDefinition Invoices { get; } = Define("invoice", FactTables.Invoice, [["id"], ["customer_id"], ["due_date"], ["balance"], ["total_amount"], ["allow_online_payment", "invoice_link"]],
    [
        .. Document,
        Read.Label("status", PaidByBalance, "balance"),
        Read.Date("due_date", "due_date"),
        Read.Number("amount_remaining", "balance"),
    ]);

    /// <summary>A sale that was paid at once.</summary>
    public static SourceDefinition SalesReceipts { get; } = Define("sales_receipt", FactTables.Invoice, [["id"], ["customer_id"], ["delivery_type"], ["payment_reference_number"], ["total_amount"], ["transaction_date"]],
    [
        .. Document,
        Read.Constant("status", "paid"),
    ]);

    public static SourceDefinition Payments { get; } = Define("payment", FactTables.Payment, [["id"], ["customer_id"], ["unapplied_amount"], ["total_amount"], ["transaction_date"]],
    [
        Read.Id("payment_id", "id"),
        Read.Id("customer_id", "customer_id"),
        Read.Constant("status", "succeeded"),
        Read.InstantOrDay("paid_at", "transaction_date"),
        Read.Number("amount", "total_amount"),
    ]);

    public static SourceDefinition CreditMemos { get; } = Define("credit_memo", FactTables.CreditRefund, [["id"], ["customer_id"], ["remaining_credit"], ["total_amount"], ["transaction_date"]],
    [
        Read.Id("credit_id", "id"),
        Read.Constant("kind", "credit_note"),
        Read.Id("customer_id", "customer_id"),
        Read.InstantOrDay("occurred_at", "transaction_date"),
        Read.Number("amount", "total_amount"),
        Read.Constant("status", "succeeded"),
        Read.Constant("affects", "revenue"),
        Read.Constant("evidence", "native_row"),
    ]);

    private static ImmutableArray<Mapping> Document =>
    [
        Read.Id("invoice_id", "id"),
        Read.Text("number", "doc_number"),
        Read.Id("customer_id", "customer_id"),
        Read.Constant("type", "invoice"),
        Read.Date("issued_date", "transaction_date"),
        Read.Number("tax", "total_tax"),
        Read.Number("total", "total_amount"),
    ];

    private static SourceDefinition Define(string @object, FactTable table, ImmutableArray<Header> recognisedBy, ImmutableArray<Mapping> columns) => new()
    {
        Name = "quickbooks-fivetran-" + @object.Replace('_', '-'),
        System = "quickbooks",
        Object = @object,
        Format = "fivetran",
        Signature = new() { All = recognisedBy },
        Watermark = ["_fivetran_synced", "updated_at"],
        Outputs =
        [
            new() { Table = table, Where = [Condition.IsNot(Deleted, "true")], Columns = [.. columns, Currency] },
            new() { Table = table, Where = [Condition.Is(Deleted, "true")], Columns = [.. columns.Select(Tombstone), Currency, Read.Flag("is_deleted", Deleted)] },
        ],
    };

    /// <summary>The same mapping where every value but the id may be blank.</summary>
    private static Mapping Tombstone(Mapping mapping) => mapping.Rule switch
    {
        ReadingRule.Number or ReadingRule.Enumeration => mapping.OrDefault("0"),
        ReadingRule.Identifier => mapping.OrDefault("deleted"),
        ReadingRule.Date or ReadingRule.InstantOrDay => mapping.OrElse("created_at").OrElse("_fivetran_synced"),
        _ => mapping,
    };
}
