using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Pipeline.Model;
using Pipeline.Parse;

namespace Pipeline.App.Settings;

/// <summary>Turns a complete settings file into what the belt takes, or says everything that is impossible in it.</summary>
internal sealed class SettingsCheck
{
    private const int ShortestHashKey = 16;

    private readonly List<string> _problems = [];

    /// <exception cref="SettingsException">A sentence for each impossible value.</exception>
    public static LakeSettings Check(SettingsFile full)
    {
        var check = new SettingsCheck();
        var currency = check.CurrencyCode("reporting.currency", full.Reporting!.Currency!);
        var zone = check.Zone("reporting.time_zone", full.Reporting.TimeZone!);
        var settings = new LakeSettings
        {
            Metrics = check.Metrics(full, currency, zone),
            Parse = check.Parse(full, currency, zone),
            FiscalYearStart = check.Whole("reporting.fiscal_year_start", full.Reporting.FiscalYearStart!.Value, 1, 12, "a month"),
            ConfiguredHashKey = check.HashKey(full.Privacy?.HashKey),
        };
        return check._problems.Count == 0 ? settings : throw new SettingsException(string.Join('\n', check._problems));
    }

    private MetricSettings Metrics(SettingsFile full, string currency, TimeZoneInfo zone) => new()
    {
        ReportingCurrency = currency,
        ReportingTimeZone = zone,
        FxPolicy = OneOf("fx.policy", full.Fx!.Policy!, SettingsChoices.FxPolicies),
        GrossMargin = Margin(full.GrossMargin!.Value),
        AcquiredBy = OneOf("customers.acquired_by", full.Customers!.AcquiredBy!, SettingsChoices.AcquiredBy),
        BlendedCosts = AllOf("cac.blended_costs", full.Cac!.BlendedCosts!.Value, SettingsChoices.CostTypes),
        LoadedCosts = AllOf("cac.loaded_costs", full.Cac.LoadedCosts!.Value, SettingsChoices.CostTypes),
        AcquisitionLagDays = Whole("cac.lag_days", full.Cac.LagDays!.Value, 0, 365, "a number of days"),
        Channels = Labels("channels", full.Channels!, (path, channel) => Name(path, channel)),
        PaidChannels = full.PaidChannels!.Value.Select((channel, i) => Name($"paid_channels[{Text(i)}]", channel)).ToImmutableSortedSet(StringComparer.Ordinal),
    };

    private ParseSettings Parse(SettingsFile full, string currency, TimeZoneInfo zone) => new()
    {
        ReportingCurrency = currency,
        ReportingZone = zone,
        StrictCurrency = full.Currency!.Strict!.Value,
        Sources = Sources(full.Sources!),
        Stages = Labels("stages", full.Stages!, (path, stage) => OneOf(path, stage, SettingsChoices.Stages)).ToImmutableDictionary(StringComparer.Ordinal),
        LeadStatuses = Labels("lead_statuses", full.LeadStatuses!, (path, stage) => OneOf(path, stage, SettingsChoices.LeadStatuses)).ToImmutableDictionary(StringComparer.Ordinal),
        LedgerAccounts = [.. full.LedgerAccounts!.Value.Select((entry, i) => LedgerRule($"ledger_accounts[{Text(i)}]", entry))],
    };

    private ImmutableDictionary<string, SourceSettings> Sources(ImmutableSortedDictionary<string, SourceSection> sections)
    {
        var sources = ImmutableDictionary.CreateBuilder<string, SourceSettings>(StringComparer.Ordinal);
        foreach (var (name, section) in sections)
        {
            var path = "sources." + name;
            sources.Add(name, new()
            {
                Currency = section.Currency is { } currency ? CurrencyCode(path + ".currency", currency) : null,
                Account = section.Account,
                Dates = OneOf(path + ".date_order", section.DateOrder ?? "per_file", SettingsChoices.DateOrders),
                Numbers = OneOf(path + ".number_locale", section.NumberLocale ?? "per_file", SettingsChoices.NumberLocales),
                TimeZone = section.TimeZone is { } zone ? Zone(path + ".time_zone", zone).Id : null,
                IsFullSnapshot = section.FullSnapshot,
            });
        }

        return sources.ToImmutable();
    }

    private LedgerAccountRule LedgerRule(string path, LedgerAccountEntry entry)
    {
        if (string.IsNullOrWhiteSpace(entry.Pattern)) { Refuse(path + ".pattern", entry.Pattern, "name an account, with * for any text, for example \"*royalt*\""); }
        return new(entry.Pattern ?? "", OneOf(path + ".class", entry.Class ?? "", SettingsChoices.RevenueClasses));
    }

    private ImmutableSortedDictionary<string, string> Labels(string path, ImmutableSortedDictionary<string, string> map, Func<string, string, string> value)
    {
        var labels = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (var (label, meaning) in map)
        {
            var key = label.Trim().Normalize(NormalizationForm.FormKC).ToLowerInvariant();
            if (!labels.TryAdd(key, value($"{path}.{label}", meaning))) { Refuse($"{path}.{label}", label, "is the same label as one before it but for case or spaces; keep one"); }
        }

        return labels.ToImmutable();
    }

    private T OneOf<T>(string path, string value, ImmutableSortedDictionary<string, T> choices)
    {
        if (choices.TryGetValue(value, out var choice)) { return choice; }
        Refuse(path, value, "use one of " + string.Join(", ", choices.Keys));
        return choices.Values.First();
    }

    private ImmutableArray<string> AllOf(string path, ImmutableArray<string> values, ImmutableSortedDictionary<string, string> choices) =>
        [.. values.Select((value, i) => OneOf($"{path}[{Text(i)}]", value, choices)).Distinct(StringComparer.Ordinal)];

    private string CurrencyCode(string path, string value)
    {
        if (value.Length != 3 || !value.All(char.IsAsciiLetterUpper)) { Refuse(path, value, "use an ISO 4217 code in capitals, for example \"EUR\""); }
        return value;
    }

    private TimeZoneInfo Zone(string path, string value)
    {
        if (TimeZoneInfo.TryFindSystemTimeZoneById(value, out var zone)) { return zone; }
        Refuse(path, value, "use an IANA name, for example \"Europe/Madrid\" or \"UTC\"");
        return TimeZoneInfo.Utc;
    }

    private decimal Margin(decimal value)
    {
        if (value is < 0 or > 1 || decimal.Round(value, 4) != value) { Refuse("gross_margin", value.ToString(CultureInfo.InvariantCulture), "use a share from 0 to 1 with at most four decimals, for example 0.8"); }
        return value;
    }

    private int Whole(string path, int value, int lowest, int highest, string what)
    {
        if (value < lowest || value > highest) { Refuse(path, Text(value), $"use {what} from {Text(lowest)} to {Text(highest)}"); }
        return value;
    }

    private string Name(string path, string value)
    {
        if (value.Length == 0 || !value.All(letter => char.IsAsciiLetterLower(letter) || char.IsAsciiDigit(letter) || letter == '_')) { Refuse(path, value, "name channels in a-z, 0-9 and _, for example \"google_ads\""); }
        return value;
    }

    private string? HashKey(string? value)
    {
        // The value itself is a secret, so the sentence does not repeat it.
        if (value is { Length: < ShortestHashKey }) { _problems.Add($"{SettingsReader.FileName}: 'privacy.hash_key' has {Text(value.Length)} characters; use at least {Text(ShortestHashKey)}, or leave it out and the lake keeps a random key of its own"); }
        return value;
    }

    private void Refuse(string path, string? value, string wayOut) => _problems.Add($"{SettingsReader.FileName}: '{path}' is \"{value}\"; {wayOut}");

    private static string Text(int value) => value.ToString(CultureInfo.InvariantCulture);
}
