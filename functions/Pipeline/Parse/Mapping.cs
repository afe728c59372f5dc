using System.Collections.Immutable;

namespace Pipeline.Parse;

/// <summary>What one column of a table is read from, and how. Made with <see cref="Read"/>.</summary>
/// <param name="Column">The canonical column.</param>
/// <param name="Rule">How a cell is understood.</param>
/// <param name="From">The columns of the export. Of several the first with a value counts, except for rules that combine them.</param>
public sealed record Mapping(string Column, ReadingRule Rule, ImmutableArray<Header> From)
{
    /// <summary>Label to canonical value, for <see cref="ReadingRule.Enumeration"/>.</summary>
    public LabelMap? Labels { get; init; }

    /// <summary>The value of <see cref="ReadingRule.Constant"/>, the separator of <see cref="ReadingRule.Joined"/>.</summary>
    public string Text { get; init; } = "";

    /// <summary>What stands for a blank cell; empty for null.</summary>
    public string Default { get; init; } = "";

    /// <summary>A number is divided by ten to this power: 6 for micros, 2 for percentages.</summary>
    public int Exponent { get; init; }

    /// <summary>Whether the sign is turned.</summary>
    public bool IsNegated { get; init; }

    /// <summary>Whether a blank cell rejects the row, although the table would take it.</summary>
    public bool IsRequired { get; init; }

    /// <summary>Whether the cell of a <see cref="ReadingRule.Date"/> is the last day of a period, so that the period ends the day after.</summary>
    public bool IsLastDay { get; init; }

    /// <summary>The column of the same output that holds the currency of a <see cref="ReadingRule.MinorUnits"/> amount.</summary>
    public string CurrencyColumn { get; init; } = "currency";

    /// <summary>Takes this column where those before are blank.</summary>
    public Mapping OrElse(params Header names) => this with { From = From.Add(names) };

    /// <summary>Takes this text, read by the same rule, where the cell is blank or the column absent.</summary>
    public Mapping OrDefault(string text) => this with { Default = text };

    /// <summary>Rejects rows in which the cell is blank.</summary>
    public Mapping Required() => this with { IsRequired = true };

    /// <summary>Turns the sign.</summary>
    public Mapping Negated() => this with { IsNegated = true };

    /// <summary>Takes the date for the last day of a period: our periods end the day after.</summary>
    public Mapping LastDay() => this with { IsLastDay = true };

    /// <summary>Takes the currency of an amount in minor units from another column of the output than <c>currency</c>.</summary>
    public Mapping In(string currencyColumn) => this with { CurrencyColumn = currencyColumn };
}

/// <summary>How a cell is understood.</summary>
public enum ReadingRule
{
    Text,
    Identifier,
    SalesforceIdentifier,
    Number,
    MinorUnits,
    Reciprocal,
    Integer,
    Flag,
    Date,
    Instant,
    InstantOrDay,
    DayStart,
    Currency,
    Enumeration,
    Constant,
    KeyedHash,
    EmailDomain,
    WebDomain,
    FirstOfList,
    Joined,
    RowIdentifier,
    Watermark,
    OpportunityStatus,
    LeadStatus,
    RevenueClass,
    CreditMinusDebit,
    SignedByPosting,
}
