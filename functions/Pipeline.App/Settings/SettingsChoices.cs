using System.Collections.Immutable;
using Pipeline.Model;
using Pipeline.Parse;

namespace Pipeline.App.Settings;

/// <summary>The closed sets of values that settings choose from.</summary>
public static class SettingsChoices
{
    public static ImmutableSortedDictionary<string, FxPolicy> FxPolicies { get; } = Choices(
        ("service_period_start", FxPolicy.ServicePeriodStart), ("current_rate", FxPolicy.CurrentRate));

    public static ImmutableSortedDictionary<string, AcquiredBy> AcquiredBy { get; } = Choices(
        ("auto", Model.AcquiredBy.Auto),
        ("subscription", Model.AcquiredBy.Subscription),
        ("invoice", Model.AcquiredBy.Invoice),
        ("opportunity", Model.AcquiredBy.Opportunity));

    public static ImmutableSortedDictionary<string, string> CostTypes { get; } = Same("media", "fees", "people", "tools", "events");

    /// <summary>Deals know only open, won and lost; the names of earlier funnel stages all mean open.</summary>
    public static ImmutableSortedDictionary<string, string> Stages { get; } = Choices(
        ("open", "open"), ("lead", "open"), ("mql", "open"), ("sql", "open"), ("opportunity", "open"), ("won", "won"), ("lost", "lost"));

    public static ImmutableSortedDictionary<string, string> LeadStatuses { get; } =
        Same("subscriber", "lead", "mql", "sql", "opportunity", "customer", "evangelist", "other", "disqualified");

    public static ImmutableSortedDictionary<string, string> RevenueClasses { get; } = Same("sales", "interest", "investment", "royalty", "other", "excluded");

    public static ImmutableSortedDictionary<string, DateOrder> DateOrders { get; } = Choices(
        ("per_file", DateOrder.PerFile), ("month_first", DateOrder.MonthFirst), ("day_first", DateOrder.DayFirst));

    public static ImmutableSortedDictionary<string, NumberLocale> NumberLocales { get; } = Choices(
        ("per_file", NumberLocale.PerFile), ("point", NumberLocale.Point), ("comma", NumberLocale.Comma));

    private static ImmutableSortedDictionary<string, string> Same(params ReadOnlySpan<string> values)
    {
        var choices = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (var value in values) { choices.Add(value, value); }
        return choices.ToImmutable();
    }

    private static ImmutableSortedDictionary<string, T> Choices<T>(params ReadOnlySpan<(string Name, T Value)> values)
    {
        var choices = ImmutableSortedDictionary.CreateBuilder<string, T>(StringComparer.Ordinal);
        foreach (var (name, value) in values) { choices.Add(name, value); }
        return choices.ToImmutable();
    }
}
