using System.Collections.Immutable;

namespace Pipeline.Parse;

/// <summary>One kind of export: how to recognise it, and which tables its rows become. To add a source, declare one of these; nothing else changes.</summary>
/// <remarks>Imitate <see cref="Sources.GoogleAdsDaily"/>.</remarks>
public sealed record SourceDefinition
{
    /// <summary>Its name in settings, reports and the raw folder: <c>google-ads-daily</c>.</summary>
    public required string Name { get; init; }

    /// <summary>The <c>source_system</c> of its rows: <c>google_ads</c>.</summary>
    public required string System { get; init; }

    /// <summary>The <c>source_object</c> of its rows, in the system's own words: <c>campaign_daily</c>, <c>Opportunity</c>.</summary>
    public required string Object { get; init; }

    /// <summary>The <c>source_format</c> of its rows: <c>ui_report</c>, <c>sf_data_export</c>, <c>fivetran</c>, <c>api_json</c>, <c>dashboard_csv</c>, <c>user_declared</c>.</summary>
    public required string Format { get; init; }

    /// <summary>Raised when the same bytes would become other rows, so that rebuilds know.</summary>
    public int Version { get; init; } = 1;

    /// <summary>How the file is recognised.</summary>
    public required Signature Signature { get; init; }

    /// <summary>The tables its rows become; one row may feed several.</summary>
    public ImmutableArray<Output> Outputs { get; init; } = [];

    /// <summary>Set when the export is known and carries nothing for us: the sentence that says why. Then there are no outputs.</summary>
    public string? IgnoredBecause { get; init; }

    /// <summary>The column with the <c>source_account_id</c>; without it the account set for the source, otherwise <c>default</c>.</summary>
    public Header Account { get; init; } = Header.None;

    /// <summary>Instant columns whose latest value dates the export, when neither file name nor preamble does. Every name that the file has counts.</summary>
    public Header Watermark { get; init; } = Header.None;

    /// <summary>Whether a key that is missing from a newer export is gone. Settings may say otherwise.</summary>
    public bool IsFullSnapshot { get; init; }

    /// <summary>How zone-less times are read: an IANA name, or <see cref="ReportingZone"/>.</summary>
    /// <value>The default is <c>UTC</c>.</value>
    public string TimeZone { get; init; } = "UTC";

    /// <summary>The value of <see cref="TimeZone"/> that stands for the reporting time zone of the settings.</summary>
    public const string ReportingZone = "reporting";

    /// <summary>Order of day and month in dates with slashes or points.</summary>
    public DateOrder Dates { get; init; } = DateOrder.PerFile;

    /// <summary>Decimal mark of numbers.</summary>
    public NumberLocale Numbers { get; init; } = NumberLocale.PerFile;

    /// <summary>What decides <see cref="NumberLocale.PerFile"/> and <see cref="DateOrder.PerFile"/> when the values do not: the language of a header.</summary>
    public ImmutableArray<LocaleHint> LocaleHints { get; init; } = [];

    /// <summary>Values that mean "nothing", beside the usual ones (empty, <c>-</c>, <c>--</c>, <c>—</c>, <c>N/A</c>, <c>null</c>).</summary>
    public ImmutableArray<string> NullTokens { get; init; } = [];

    /// <summary>Columns without which the recognised file is refused, each with its reason.</summary>
    public ImmutableArray<Requirement> Requires { get; init; } = [];

    /// <summary>Texts of the preamble that refuse the file, compared like headers: <c>Potential Incomplete Data: true</c>.</summary>
    public ImmutableArray<Requirement> RefuseWhenPreambleSays { get; init; } = [];

    /// <summary>Rows that are not facts, each kind with its reason; they are counted.</summary>
    public ImmutableArray<Exclusion> Exclusions { get; init; } = [];

    /// <summary>Rows that sum up others.</summary>
    public ImmutableArray<TotalRow> TotalRows { get; init; } = [];

    /// <summary>Starts of a first cell after which no data follow: <c>Grand Totals (</c>, <c>Copyright (c)</c>, <c>@</c>.</summary>
    public ImmutableArray<string> Footer { get; init; } = [];

    /// <summary>Columns of a grouped report in which a blank cell means the value above.</summary>
    public ImmutableArray<Header> ForwardFill { get; init; } = [];

    /// <summary>Whether a row with a text in its first cell only is the heading of a section, readable as <c>{section}</c> below it.</summary>
    public bool HasSections { get; init; }
}

/// <summary>How day and month follow each other in <c>09/01/2026</c>. Dates that start with the year are always understood.</summary>
public enum DateOrder
{
    /// <summary>Decided once per file from its values, hints and settings; refused when they do not decide.</summary>
    PerFile,
    MonthFirst,
    DayFirst,
}

/// <summary>What separates the fraction of a number.</summary>
public enum NumberLocale
{
    /// <summary>Decided once per file from its values, hints and settings; refused when they do not decide.</summary>
    PerFile,

    /// <summary><c>1,234.56</c></summary>
    Point,

    /// <summary><c>1.234,56</c></summary>
    Comma,
}

/// <summary>When the file has this header, undecided numbers and dates are read so.</summary>
public sealed record LocaleHint(Header Column, NumberLocale Numbers, DateOrder Dates);

/// <summary>A reason to refuse a recognised file: for <c>Requires</c> that none of the names is there, for a preamble that one of them is.</summary>
/// <param name="Code">The refusal's code: <c>no_daily_grain</c>, <c>incomplete_data</c>.</param>
/// <param name="Names">Names of the column, or texts of the preamble.</param>
/// <param name="Sentence">What is wrong and what to do.</param>
public sealed record Requirement(string Code, Header Names, string Sentence);

/// <summary>Rows that are not facts: those for which all conditions hold.</summary>
/// <param name="Reason">An identifier: <c>test_mode</c>.</param>
/// <param name="When">All must hold.</param>
public sealed record Exclusion(string Reason, params ImmutableArray<Condition> When);

/// <summary>A row that sums up others: excluded as <c>total_row</c>, and its numbers compared with the sum of the rows above.</summary>
/// <param name="Column">Where the text stands; <see cref="Header.None"/> for the first column.</param>
/// <param name="Starts">How the text starts, compared like headers; an empty text means a blank cell.</param>
public sealed record TotalRow(Header Column, params ImmutableArray<string> Starts)
{
    /// <summary>The number column whose accepted rows must sum to this row's value within 0.01; <see cref="Header.None"/> to compare nothing.</summary>
    public Header Reconcile { get; init; } = Header.None;
}
