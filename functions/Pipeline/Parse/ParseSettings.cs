using System.Collections.Immutable;

namespace Pipeline.Parse;

/// <summary>What a company settles about its exports. Immutable; the program fills it from <c>pipeline.json</c>.</summary>
public sealed record ParseSettings
{
    /// <value>The default is <c>USD</c>.</value>
    public string ReportingCurrency { get; init; } = "USD";

    /// <value>The default is UTC.</value>
    public TimeZoneInfo ReportingZone { get; init; } = TimeZoneInfo.Utc;

    /// <summary>Whether an amount without a currency rejects its row instead of being read in an assumed one.</summary>
    public bool StrictCurrency { get; init; }

    /// <summary>Settings of single sources, by the name of the source or of its system; the source's own name wins.</summary>
    public ImmutableDictionary<string, SourceSettings> Sources { get; init; } = ImmutableDictionary.Create<string, SourceSettings>(StringComparer.Ordinal);

    /// <summary>Stage label to <c>open</c>, <c>won</c> or <c>lost</c>; a label that is not there is open. Compared like headers.</summary>
    public ImmutableDictionary<string, string> Stages { get; init; } = DefaultLabels.Stages;

    /// <summary>Lead status label to lifecycle stage.</summary>
    public ImmutableDictionary<string, string> LeadStatuses { get; init; } = DefaultLabels.LeadStatuses;

    /// <summary>Which ledger accounts are revenue of which class; the first that fits counts, otherwise the account is <c>excluded</c>.</summary>
    public ImmutableArray<LedgerAccountRule> LedgerAccounts { get; init; } = DefaultLabels.LedgerAccounts;

    /// <summary>The key of the hashes that stand for e-mail addresses and names of people. Must not be empty in production.</summary>
    public ReadOnlyMemory<byte> HashKey { get; init; }

    /// <summary>What is set for a source, by its own name or by that of its system.</summary>
    public SourceSettings For(SourceDefinition source) =>
        Sources.GetValueOrDefault(source.Name) ?? Sources.GetValueOrDefault(source.System) ?? SourceSettings.None;
}

/// <summary>What the user says about one source, where the export does not.</summary>
public sealed record SourceSettings
{
    /// <summary>Nothing is set.</summary>
    public static SourceSettings None { get; } = new();

    public string? Currency { get; init; }

    public string? Account { get; init; }

    public DateOrder Dates { get; init; } = DateOrder.PerFile;

    public NumberLocale Numbers { get; init; } = NumberLocale.PerFile;

    public bool? IsFullSnapshot { get; init; }

    /// <summary>An IANA name for times without a zone.</summary>
    public string? TimeZone { get; init; }
}

/// <summary>A ledger account and what it earns.</summary>
/// <param name="Pattern">Compared with account code, name and type, like headers; <c>*</c> stands for any text.</param>
/// <param name="RevenueClass">sales, interest, investment, royalty, other or excluded.</param>
public sealed record LedgerAccountRule(string Pattern, string RevenueClass);
