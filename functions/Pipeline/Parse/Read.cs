namespace Pipeline.Parse;

/// <summary>The reading rules, as a source's author writes them: <c>Read.Date("spend_date", "Day", "Día")</c>.</summary>
/// <remarks>
/// The first argument is the column of the table, the rest are the names of one column of the export. A blank cell is null; a cell that cannot be understood rejects its row.
/// </remarks>
public static class Read
{
    /// <summary>Trimmed text.</summary>
    public static Mapping Text(string column, params Header names) => new(column, ReadingRule.Text, [names]);

    /// <summary>Trimmed text; a number that a spreadsheet has rounded (<c>1.2E+17</c>) rejects the row.</summary>
    public static Mapping Id(string column, params Header names) => new(column, ReadingRule.Identifier, [names]);

    /// <summary>A Salesforce id: 15 characters are widened to 18; the id of nothing (<c>000000000000000AAA</c>) is null.</summary>
    public static Mapping SalesforceId(string column, params Header names) => new(column, ReadingRule.SalesforceIdentifier, [names]);

    /// <summary>A number in the file's locale; currency marks, parentheses for negatives, <c>%</c> and <c>k</c>/<c>M</c> are understood.</summary>
    public static Mapping Number(string column, params Header names) => new(column, ReadingRule.Number, [names]);

    /// <summary>A percentage, 0 to 100, with or without its sign, as a share of 1.</summary>
    public static Mapping Percent(string column, params Header names) => new(column, ReadingRule.Number, [names]) { Exponent = 2 };

    /// <summary>Millionths of a major unit.</summary>
    public static Mapping Micros(string column, params Header names) => new(column, ReadingRule.Number, [names]) { Exponent = 6 };

    /// <summary>Whole minor units of the row's currency, by its ISO 4217 exponent: 500 is 5.00 USD and 500 JPY.</summary>
    public static Mapping MinorUnits(string column, params Header names) => new(column, ReadingRule.MinorUnits, [names]);

    /// <summary>One divided by the number, rounded half to even at the column's scale.</summary>
    public static Mapping Reciprocal(string column, params Header names) => new(column, ReadingRule.Reciprocal, [names]);

    /// <summary>A whole number; <c>12.0</c> is one, <c>12.5</c> rejects the row.</summary>
    public static Mapping Integer(string column, params Header names) => new(column, ReadingRule.Integer, [names]);

    /// <summary><c>1 0 true false yes no</c>, in any case.</summary>
    public static Mapping Flag(string column, params Header names) => new(column, ReadingRule.Flag, [names]);

    /// <summary>A calendar date. Of a value with a time but no zone the date as written; of an instant the day in the reporting time zone.</summary>
    public static Mapping Date(string column, params Header names) => new(column, ReadingRule.Date, [names]);

    /// <summary>An instant: ISO 8601, <c>yyyy-MM-dd HH:mm[:ss[.ffffff]]</c>, slashes in the file's order, epoch seconds or milliseconds, a spreadsheet's serial. A bare date rejects the row.</summary>
    public static Mapping Instant(string column, params Header names) => new(column, ReadingRule.Instant, [names]);

    /// <summary>As <see cref="Instant"/>; a bare date is the start of its day in the reporting time zone.</summary>
    public static Mapping InstantOrDay(string column, params Header names) => new(column, ReadingRule.InstantOrDay, [names]);

    /// <summary>The start, in the reporting time zone, of the calendar date that <see cref="Date"/> reads: for sources that write a date as midnight UTC.</summary>
    public static Mapping DayStart(string column, params Header names) => new(column, ReadingRule.DayStart, [names]);

    /// <summary>An ISO 4217 code in any case, or a currency's English name.</summary>
    /// <remarks>
    /// The column <c>currency</c> is never blank: the cell, then the header's <c>{currency}</c>, then the currency set for the source, then the reporting currency; from the latter two on it is marked as assumed.
    /// An output that maps no <c>currency</c> has it filled in the same way.
    /// </remarks>
    public static Mapping Currency(string column, params Header names) => new(column, ReadingRule.Currency, [names]);

    /// <summary>The canonical value of a label.</summary>
    public static Mapping Label(string column, LabelMap labels, params Header names) => new(column, ReadingRule.Enumeration, [names]) { Labels = labels };

    /// <summary>The same value in every row, written as a cell would hold it.</summary>
    public static Mapping Constant(string column, string value) => new(column, ReadingRule.Constant, []) { Text = value };

    /// <summary>The keyed hash (HMAC-SHA256, 96 bits as 16 characters of Base64Url) of the trimmed lower-case text: e-mail addresses and names of people.</summary>
    public static Mapping KeyedHash(string column, params Header names) => new(column, ReadingRule.KeyedHash, [names]);

    /// <summary>The domain of an e-mail address; null for public mail providers.</summary>
    public static Mapping EmailDomain(string column, params Header names) => new(column, ReadingRule.EmailDomain, [names]);

    /// <summary>The host of a web address or a bare domain, lower case, without <c>www.</c></summary>
    public static Mapping WebDomain(string column, params Header names) => new(column, ReadingRule.WebDomain, [names]);

    /// <summary>The first item of a list with semicolons.</summary>
    public static Mapping FirstOfList(string column, params Header names) => new(column, ReadingRule.FirstOfList, [names]);

    /// <summary>The texts of several columns with a separator between; null when all are blank. Continue with <see cref="Mapping.OrElse"/> for each further column.</summary>
    public static Mapping Joined(string column, string separator, params Header first) => new(column, ReadingRule.Joined, [first]) { Text = separator };

    /// <summary>The export's file id and the row number, for rows that have no identity of their own.</summary>
    public static Mapping RowIdentifier(string column) => new(column, ReadingRule.RowIdentifier, []);

    /// <summary>The watermark of the export.</summary>
    public static Mapping Watermark(string column) => new(column, ReadingRule.Watermark, []);

    /// <summary>open, won or lost: from the flags where the file has them, otherwise from the stage by the settings' stage map, where an unknown stage is open.</summary>
    public static Mapping OpportunityStatus(string column, Header stage, Header isClosed, Header isWon) =>
        new(column, ReadingRule.OpportunityStatus, [stage, isClosed, isWon]);

    /// <summary>The lifecycle stage that the settings' lead status map gives to a label; null when it gives none.</summary>
    public static Mapping LeadStatus(string column, params Header names) => new(column, ReadingRule.LeadStatus, [names]);

    /// <summary>The revenue class that the settings' ledger account map gives to an account; <c>excluded</c> when it gives none.</summary>
    public static Mapping RevenueClass(string column, Header accountCode, Header accountName, Header accountType) =>
        new(column, ReadingRule.RevenueClass, [accountCode, accountName, accountType]);

    /// <summary>Credit minus debit; a blank one is 0, both blank is null.</summary>
    public static Mapping CreditMinusDebit(string column, Header credit, Header debit) => new(column, ReadingRule.CreditMinusDebit, [credit, debit]);

    /// <summary>The amount, negative where the posting type is Debit.</summary>
    public static Mapping SignedByPosting(string column, Header amount, Header postingType) => new(column, ReadingRule.SignedByPosting, [amount, postingType]);
}
