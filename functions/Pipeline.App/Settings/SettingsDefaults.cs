using System.Collections.Immutable;
using Pipeline.Model;
using Pipeline.Parse;

namespace Pipeline.App.Settings;

/// <summary>Spells out every default, so that a file can be written whole and two files that mean the same hash the same.</summary>
public static class SettingsDefaults
{
    /// <summary>The default months, currency, maps… of a lake without <c>pipeline.json</c>.</summary>
    public static SettingsFile File { get; } = Fill(new SettingsFile());

    /// <summary><paramref name="file"/> with a value for every key that has a default. A map or list that is given replaces the default one whole.</summary>
    public static SettingsFile Fill(SettingsFile file)
    {
        var metrics = new MetricSettings();
        var parse = new ParseSettings();
        return file with
        {
            Reporting = Fill(file.Reporting ?? new(), metrics),
            Fx = new() { Policy = file.Fx?.Policy ?? NameOf(SettingsChoices.FxPolicies, metrics.FxPolicy) },
            GrossMargin = file.GrossMargin ?? metrics.GrossMargin,
            Customers = new() { AcquiredBy = file.Customers?.AcquiredBy ?? NameOf(SettingsChoices.AcquiredBy, metrics.AcquiredBy) },
            Cac = Fill(file.Cac ?? new(), metrics),
            Channels = file.Channels ?? metrics.Channels,
            PaidChannels = file.PaidChannels ?? [.. metrics.PaidChannels],
            Stages = file.Stages ?? parse.Stages.ToImmutableSortedDictionary(StringComparer.Ordinal),
            LeadStatuses = file.LeadStatuses ?? parse.LeadStatuses.ToImmutableSortedDictionary(StringComparer.Ordinal),
            LedgerAccounts = file.LedgerAccounts ?? [.. parse.LedgerAccounts.Select(rule => new LedgerAccountEntry { Pattern = rule.Pattern, Class = rule.RevenueClass })],
            Currency = new() { Strict = file.Currency?.Strict ?? parse.StrictCurrency },
            Sources = file.Sources ?? ImmutableSortedDictionary.Create<string, SourceSection>(StringComparer.Ordinal),
        };
    }

    private static ReportingSection Fill(ReportingSection section, MetricSettings metrics) => new()
    {
        Currency = section.Currency ?? metrics.ReportingCurrency,
        TimeZone = section.TimeZone ?? metrics.ReportingTimeZone.Id,
        FiscalYearStart = section.FiscalYearStart ?? 1,
    };

    private static CacSection Fill(CacSection section, MetricSettings metrics) => new()
    {
        BlendedCosts = section.BlendedCosts ?? metrics.BlendedCosts,
        LoadedCosts = section.LoadedCosts ?? metrics.LoadedCosts,
        LagDays = section.LagDays ?? metrics.AcquisitionLagDays,
    };

    private static string NameOf<T>(ImmutableSortedDictionary<string, T> choices, T value) =>
        choices.First(choice => EqualityComparer<T>.Default.Equals(choice.Value, value)).Key;
}
