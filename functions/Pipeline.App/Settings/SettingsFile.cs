using System.Collections.Immutable;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Pipeline.App.Settings;

/// <summary>What <c>pipeline.json</c> may say. A key that is absent is <see langword="null"/> and means its default.</summary>
/// <remarks>Every key is described in <c>pipeline.schema.json</c>; a test keeps the two in step.</remarks>
public sealed record SettingsFile
{
    [JsonPropertyName("$schema")]
    public string? Schema { get; init; }

    public ReportingSection? Reporting { get; init; }

    public FxSection? Fx { get; init; }

    public decimal? GrossMargin { get; init; }

    public CustomersSection? Customers { get; init; }

    public CacSection? Cac { get; init; }

    public ImmutableSortedDictionary<string, string>? Channels { get; init; }

    public ImmutableArray<string>? PaidChannels { get; init; }

    public ImmutableSortedDictionary<string, string>? Stages { get; init; }

    public ImmutableSortedDictionary<string, string>? LeadStatuses { get; init; }

    public ImmutableArray<LedgerAccountEntry>? LedgerAccounts { get; init; }

    public CurrencySection? Currency { get; init; }

    public ImmutableSortedDictionary<string, SourceSection>? Sources { get; init; }

    public PrivacySection? Privacy { get; init; }
}

public sealed record ReportingSection
{
    public string? Currency { get; init; }

    public string? TimeZone { get; init; }

    public int? FiscalYearStart { get; init; }
}

public sealed record FxSection
{
    public string? Policy { get; init; }
}

public sealed record CustomersSection
{
    public string? AcquiredBy { get; init; }
}

public sealed record CacSection
{
    public ImmutableArray<string>? BlendedCosts { get; init; }

    public ImmutableArray<string>? LoadedCosts { get; init; }

    public int? LagDays { get; init; }
}

public sealed record LedgerAccountEntry
{
    public string? Pattern { get; init; }

    public string? Class { get; init; }
}

public sealed record CurrencySection
{
    public bool? Strict { get; init; }
}

public sealed record SourceSection
{
    public string? Currency { get; init; }

    public string? Account { get; init; }

    public string? DateOrder { get; init; }

    public string? NumberLocale { get; init; }

    public string? TimeZone { get; init; }

    public bool? FullSnapshot { get; init; }
}

public sealed record PrivacySection
{
    public string? HashKey { get; init; }
}

/// <summary>How settings are read and written without reflection.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    ReadCommentHandling = JsonCommentHandling.Skip,
    AllowTrailingCommas = true,
    AllowDuplicateProperties = false,
    WriteIndented = true)]
[JsonSerializable(typeof(SettingsFile))]
internal sealed partial class SettingsJson : JsonSerializerContext
{
    /// <summary>For a file that people edit: labels in every language stay readable.</summary>
    public static SettingsJson Readable => Variants.Relaxed;

    /// <summary>For hashing.</summary>
    public static SettingsJson Compact => Variants.Dense;

    // A class of its own: static members of the generated part are not ready while those of this part are made.
    private static class Variants
    {
        public static SettingsJson Relaxed { get; } = new(new JsonSerializerOptions(Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

        public static SettingsJson Dense { get; } = new(new JsonSerializerOptions(Default.Options) { WriteIndented = false });
    }
}
