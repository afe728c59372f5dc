using System.Collections.Immutable;
using Pipeline.Model;

namespace Pipeline.Parse.Declared;

/// <summary>Reads what a column of a table is read from.</summary>
internal static class MappingReader
{
    /// <summary>How <c>read</c> names the rules.</summary>
    public static readonly (string Name, (ReadingRule Rule, int Exponent) Value)[] Rules =
    [
        ("text", (ReadingRule.Text, 0)), ("id", (ReadingRule.Identifier, 0)), ("salesforce_id", (ReadingRule.SalesforceIdentifier, 0)),
        ("number", (ReadingRule.Number, 0)), ("percent", (ReadingRule.Number, 2)), ("micros", (ReadingRule.Number, 6)), ("minor_units", (ReadingRule.MinorUnits, 0)),
        ("reciprocal", (ReadingRule.Reciprocal, 0)), ("integer", (ReadingRule.Integer, 0)), ("flag", (ReadingRule.Flag, 0)), ("date", (ReadingRule.Date, 0)),
        ("instant", (ReadingRule.Instant, 0)), ("instant_or_day", (ReadingRule.InstantOrDay, 0)), ("day_start", (ReadingRule.DayStart, 0)),
        ("currency", (ReadingRule.Currency, 0)), ("label", (ReadingRule.Enumeration, 0)), ("constant", (ReadingRule.Constant, 0)),
        ("keyed_hash", (ReadingRule.KeyedHash, 0)), ("email_domain", (ReadingRule.EmailDomain, 0)), ("web_domain", (ReadingRule.WebDomain, 0)),
        ("first_of_list", (ReadingRule.FirstOfList, 0)), ("joined", (ReadingRule.Joined, 0)), ("row_identifier", (ReadingRule.RowIdentifier, 0)),
        ("watermark", (ReadingRule.Watermark, 0)), ("opportunity_status", (ReadingRule.OpportunityStatus, 0)), ("lead_status", (ReadingRule.LeadStatus, 0)),
        ("revenue_class", (ReadingRule.RevenueClass, 0)), ("credit_minus_debit", (ReadingRule.CreditMinusDebit, 0)), ("signed_by_posting", (ReadingRule.SignedByPosting, 0)),
    ];

    /// <summary>The mapping, or <see langword="null"/> when something is wrong with it.</summary>
    public static Mapping? Read(string column, FactTable table, DeclaredObject json)
    {
        if (table.Schema.IndexOf(column) < 0)
        {
            json.Complain("", $"{table.Name} has no column '{column}'; it has {string.Join(", ", table.Columns.Select(known => known.Name))}");
            return null;
        }

        json.Require("read");
        var (rule, exponent) = json.Choice("read", (ReadingRule.Text, 0), Rules);
        var labels = json.Map("labels");
        var unknown = json.Text("unknown");
        if (rule == ReadingRule.Enumeration && labels.IsEmpty) { json.Complain("labels", "is missing"); }
        var mapping = new Mapping(column, rule, ReadColumns(rule, json))
        {
            Text = json.Text("text") ?? "",
            Default = json.Text("default") ?? "",
            Exponent = exponent,
            IsNegated = json.Flag("negated"),
            IsLastDay = json.Flag("last_day"),
            IsRequired = json.Flag("required"),
            CurrencyColumn = json.Text("currency_column") ?? "currency",
            Labels = labels.IsEmpty ? null : new() { Labels = labels, Unknown = unknown },
        };
        json.Close();
        return mapping;
    }

    /// <summary>The columns of the export: <c>from</c>, then <c>or_else</c>, or what the rule calls its further columns.</summary>
    private static ImmutableArray<Header> ReadColumns(ReadingRule rule, DeclaredObject json)
    {
        var from = json.Header("from");
        if (rule is ReadingRule.Constant or ReadingRule.RowIdentifier or ReadingRule.Watermark) { return []; }
        if (from.IsEmpty) { json.Complain("from", "is missing"); }
        return rule switch
        {
            ReadingRule.OpportunityStatus => [from, json.Header("is_closed"), json.Header("is_won")],
            ReadingRule.RevenueClass => [from, json.Header("account_name"), json.Header("account_type")],
            ReadingRule.CreditMinusDebit => [from, json.Header("debit")],
            ReadingRule.SignedByPosting => [from, json.Header("posting_type")],
            _ => [from, .. json.Headers("or_else")],
        };
    }
}
