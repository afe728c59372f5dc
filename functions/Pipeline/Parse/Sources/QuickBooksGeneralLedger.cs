using System.Collections.Immutable;
using Pipeline.Model;

namespace Pipeline.Parse.Sources;

/// <summary>QuickBooks' report General Ledger, of the online product (one amount) or the desktop product (debit and credit): accounts are headings.</summary>
/// <remarks>
/// The amount of an income account is positive when it earns, so for the accounts that count as revenue it is the credit. Postings have no id: what is
/// equal in account, date, type, number, memo and amount is one posting, so that a second export does not double it.
/// </remarks>
public static class QuickBooksGeneralLedger
{
    private static readonly Header Account = ["{section}"];
    private static readonly Header Amount = ["Amount"];
    private static readonly Header Credit = ["Credit"];
    private static readonly Header Debit = ["Debit"];

    public static SourceDefinition Online { get; } = Define("quickbooks-general-ledger",
        new() { All = [["Date"], ["Transaction Type"], ["Num"], ["Memo/Description", "Memo"], Amount, ["Balance"]] },
        Read.Number("amount", Amount), Amount);

    public static SourceDefinition Desktop { get; } = Define("quickbooks-general-ledger-desktop",
        new() { All = [["Date"], ["Type"], ["Num"], ["Memo"], ["Split"], Debit, Credit, ["Balance"]] },
        Read.CreditMinusDebit("amount", Credit, Debit).Required(), Credit, Debit);

    private static SourceDefinition Define(string name, Signature signature, Mapping amount, params ImmutableArray<Header> identifying) => new()
    {
        Name = name,
        System = "quickbooks",
        Object = "general_ledger",
        Format = "ui_report",
        Signature = signature,
        Watermark = ["Date"],
        HasSections = true,
        LocaleHints = [new(["Transaction Type", "Type"], NumberLocale.Point, DateOrder.PerFile)],
        TotalRows = [new(Header.None, "Total for ", "Total ", "TOTAL")],
        Exclusions = [new("beginning_balance", Condition.IsBlank(["Transaction Type", "Type"]))],
        Outputs =
        [
            new()
            {
                Table = FactTables.LedgerEntry,
                Columns =
                [
                    identifying.Aggregate(
                        Read.Joined("entry_id", "|", Account).OrElse("Date").OrElse("Transaction Type", "Type").OrElse("Num").OrElse("Memo/Description", "Memo"),
                        (id, column) => id.OrElse(column)),
                    Read.Constant("line_number", "1"),
                    Read.Date("posting_date", "Date"),
                    Read.Text("account_name", Account),
                    Read.RevenueClass("revenue_class", Header.None, Account, Header.None),
                    amount,
                    Read.Text("memo", "Memo/Description", "Memo"),
                ],
            },
        ],
    };
}
