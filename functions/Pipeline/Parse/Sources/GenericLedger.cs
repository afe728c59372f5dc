using System.Collections.Immutable;
using Pipeline.Model;

namespace Pipeline.Parse.Sources;

/// <summary>A ledger of the user's own: <c>entry_id,line,date,account_code,account_name,debit,credit,currency,memo</c>, or <c>amount</c> (credit positive) for debit and credit.</summary>
public static class GenericLedger
{
    private static readonly Header Entry = ["entry_id", "journal_entry_id", "transaction_id"];
    private static readonly Header Date = ["date", "posting_date", "transaction_date"];
    private static readonly Header Code = ["account_code", "account_number", "account"];
    private static readonly Header Name = ["account_name"];
    private static readonly Header Kind = ["account_type"];
    private static readonly Header Credit = ["credit"];
    private static readonly Header Debit = ["debit"];
    private static readonly Header Amount = ["amount"];

    public static SourceDefinition DebitAndCredit { get; } = Define(
        "generic-ledger", new() { All = [Entry, Date, Credit, Debit], AnyOf = [Code, Name] }, Read.CreditMinusDebit("amount", Credit, Debit).Required());

    public static SourceDefinition SignedAmount { get; } = Define(
        "generic-ledger-amount", new() { All = [Entry, Date, Amount], AnyOf = [Code, Name], None = [Credit, Debit] }, Read.Number("amount", Amount));

    private static SourceDefinition Define(string name, Signature signature, Mapping amount) => new()
    {
        Name = name,
        System = "generic_gl",
        Object = "ledger_entry",
        Format = "own_csv",
        Signature = signature,
        Watermark = Date,
        Outputs =
        [
            new()
            {
                Table = FactTables.LedgerEntry,
                Columns =
                [
                    Read.Id("entry_id", Entry),
                    Read.Integer("line_number", "line", "line_number", "line_no").OrDefault("1"),
                    Read.Date("posting_date", Date),
                    Read.Text("account_code", Code),
                    Read.Text("account_name", Name),
                    Read.RevenueClass("revenue_class", Code, Name, Kind),
                    amount,
                    Read.Currency("currency", "currency", "currency_code"),
                    Read.Text("memo", "memo", "description"),
                    Read.Text("basis", "basis"),
                ],
            },
        ],
    };
}
