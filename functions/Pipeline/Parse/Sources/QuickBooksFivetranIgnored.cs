using System.Collections.Immutable;

namespace Pipeline.Parse.Sources;

/// <summary>Tables of a Fivetran copy of QuickBooks that are known and feed nothing.</summary>
public static class QuickBooksFivetranIgnored
{
    private const string Purchases = "Purchases and payments to vendors are no revenue. Nothing to bring instead.";
    private const string Lines = "A sales document counts as a whole. Bring the tables invoice, sales_receipt and credit_memo.";
    private const string Journal = "A journal line names neither its account nor its date. Bring QuickBooks' report General Ledger.";
    private const string Lists = "The list is master data without amounts. Bring the tables invoice, sales_receipt, credit_memo and payment.";
    private const string Bank = "Money that moves between own accounts is no revenue; its source is in invoices and receipts. Nothing to bring instead.";
    private const string Offers = "An estimate is not a sale. Bring the table invoice.";
    private const string Refunds = "Refund receipts are not read yet. Bring QuickBooks' report General Ledger.";

    public static ImmutableArray<SourceDefinition> All { get; } =
    [
        Define("account", Lists, ["account_sub_type"], ["account_type"]),
        Define("address", Lists, ["country_sub_division_code"], ["line_1"], ["line_5"]),
        Define("bill", Purchases, ["home_balance"], ["payable_account_id"], ["vendor_id"]),
        Define("bill_line", Purchases, ["bill_id"], ["account_expense_account_id"]),
        Define("bill_linked_txn", Purchases, ["bill_id"], ["bill_payment_id"]),
        Define("bill_payment", Purchases, ["check_bank_account_id"], ["vendor_id"]),
        Define("bill_payment_line", Purchases, ["linked_bill_payment_id"], ["bill_payment_id"], ["amount"]),
        Define("bill_tax_line", Purchases, ["bill_id"], ["net_amount_taxable"]),
        Define("bundle", Lists, ["print_grouped_items"], ["unit_price"]),
        Define("bundle_item", Lists, ["bundle_id"], ["item_id"], ["item_quantity"]),
        Define("credit_card_payment_txn", Bank, ["credit_card_account_id"], ["bank_account_id"], ["amount"]),
        Define("credit_memo_line", Lines, ["credit_memo_id"], ["index"], ["bundle_id"]),
        Define("credit_memo_tax_line", Lines, ["credit_memo_id"], ["net_amount_taxable"]),
        Define("customer_type", Lists) with
        {
            Signature = new() { All = [["id"], ["name"], ["active"], ["_fivetran_deleted"]], None = [["sync_token"], ["account_id"], ["email"]] },
        },
        Define("department", Lists, ["parent_department_id"], ["sub_department"]),
        Define("deposit", Bank, ["cash_back_account_id"], ["total_amount"]),
        Define("deposit_line", Bank, ["deposit_id"], ["deposit_account_id"]),
        Define("deposit_tax_line", Bank, ["deposit_id"], ["net_amount_taxable"]),
        Define("estimate", Offers, ["accepted_by"], ["expiration_date"]),
        Define("estimate_line", Offers, ["estimate_id"], ["index"], ["bundle_id"]),
        Define("estimate_tax_line", Offers, ["estimate_id"], ["net_amount_taxable"]),
        Define("invoice_line", Lines, ["invoice_id"], ["index"], ["bundle_id"]),
        Define("invoice_line_bundle", Lines, ["invoice_id"], ["invoice_line_index"], ["discount_rate"]),
        Define("invoice_linked_txn", Lines, ["invoice_id"], ["charge_credit_id"]),
        Define("invoice_tax_line", Lines, ["invoice_id"], ["net_amount_taxable"]),
        Define("item", Lists, ["asset_account_id"], ["income_account_id"]),
        Define("journal_entry", Journal, ["adjustment"], ["transaction_date"], ["sync_token"]),
        Define("journal_entry_line", Journal, ["journal_entry_id"], ["posting_type"]),
        Define("journal_entry_tax_line", Journal, ["journal_entry_id"], ["net_amount_taxable"]),
        Define("payment_line", Lines, ["payment_id"], ["index"], ["check_id"]),
        Define("purchase", Purchases, ["payment_type"], ["credit"], ["transaction_date"]),
        Define("purchase_line", Purchases, ["purchase_id"], ["account_expense_account_id"]),
        Define("purchase_order", Purchases, ["custom_customer_type"], ["vendor_id"]),
        Define("purchase_order_line", Purchases, ["purchase_order_id"], ["account_expense_account_id"]),
        Define("purchase_order_linked_txn", Purchases, ["purchase_order_id"], ["bill_id"]),
        Define("purchase_tax_line", Purchases, ["purchase_id"], ["net_amount_taxable"]),
        Define("refund_receipt", Refunds, ["check_payment_account_number"], ["total_amount"]),
        Define("refund_receipt_line", Refunds, ["index"], ["refund_id", "refund_receipt_id"], ["bundle_id"]),
        Define("refund_receipt_tax_line", Refunds, ["refund_receipt_id"], ["net_amount_taxable"]),
        Define("sales_receipt_line", Lines, ["sales_receipt_id"], ["index"], ["bundle_id"]),
        Define("sales_receipt_tax_line", Lines, ["sales_receipt_id"], ["net_amount_taxable"]),
        Define("tax_agency", Lists, ["tax_registration_number"]),
        Define("tax_rate", Lists, ["display_type"], ["rate_value"]),
        Define("transfer", Bank, ["from_account_id"], ["to_account_id"]),
        Define("vendor_credit", Purchases) with
        {
            Signature = new() { All = [["id"], ["payable_account_id"], ["vendor_id"], ["total_amount"]], None = [["due_date"], ["check_bank_account_id"], ["ship_method_id"]] },
        },
        Define("vendor_credit_line", Purchases, ["vendor_credit_id"], ["account_expense_account_id"]),
        Define("vendor", Lists, ["alternate_phone"], ["vendor_1099"]),
    ];

    private static SourceDefinition Define(string @object, string sentence, params ImmutableArray<Header> columns) => new()
    {
        Name = "quickbooks-fivetran-" + @object.Replace('_', '-'),
        System = "quickbooks",
        Object = @object,
        Format = "fivetran",
        Signature = new() { All = columns },
        IgnoredBecause = sentence,
    };
}
