using System.Collections.Immutable;

namespace Pipeline.Model;

/// <summary>At which day's rate a recurring amount is converted.</summary>
public enum FxPolicy
{
    /// <summary>The rate of the first day of the running service period; it changes at each renewal.</summary>
    ServicePeriodStart,

    /// <summary>The rate of the day itself.</summary>
    CurrentRate,
}

/// <summary>Which event makes somebody a customer.</summary>
public enum AcquiredBy
{
    /// <summary>The first of the others whose table has rows.</summary>
    Auto,

    /// <summary>The first day with recurring revenue above zero.</summary>
    Subscription,

    /// <summary>The first paid invoice above zero.</summary>
    Invoice,

    /// <summary>The first won opportunity.</summary>
    Opportunity,
}

/// <summary>The business settings that metrics depend on. Immutable; the defaults are those of a lake without <c>pipeline.json</c>.</summary>
public sealed record MetricSettings
{
    /// <value>The default is <c>USD</c>.</value>
    public string ReportingCurrency { get; init; } = "USD";

    /// <summary>The zone in which instants become business days.</summary>
    /// <value>The default is UTC.</value>
    public TimeZoneInfo ReportingTimeZone { get; init; } = TimeZoneInfo.Utc;

    /// <value>The default is <see cref="FxPolicy.ServicePeriodStart"/>.</value>
    public FxPolicy FxPolicy { get; init; } = FxPolicy.ServicePeriodStart;

    /// <summary>The share of revenue that is left after the cost of delivering it; at most four decimals.</summary>
    /// <value>The default is 0.8.</value>
    public decimal GrossMargin { get; init; } = 0.8m;

    /// <value>The default is <see cref="AcquiredBy.Auto"/>.</value>
    public AcquiredBy AcquiredBy { get; init; } = AcquiredBy.Auto;

    /// <summary>The cost types in blended acquisition cost.</summary>
    /// <value>The default is media, fees, events.</value>
    public ImmutableArray<string> BlendedCosts { get; init; } = ["media", "fees", "events"];

    /// <summary>The cost types in fully loaded acquisition cost.</summary>
    /// <value>The default is media, fees, people, tools, events.</value>
    public ImmutableArray<string> LoadedCosts { get; init; } = ["media", "fees", "people", "tools", "events"];

    /// <summary>How many days the cost of acquisition lies before the customers it won.</summary>
    /// <value>The default is 0.</value>
    public int AcquisitionLagDays { get; init; }

    /// <summary>Source label (trimmed, lower case) to channel.</summary>
    public ImmutableSortedDictionary<string, string> Channels { get; init; } = DefaultChannels;

    /// <summary>The channels whose customers count as bought.</summary>
    public ImmutableSortedSet<string> PaidChannels { get; init; } = ImmutableSortedSet.Create(
        StringComparer.Ordinal, "google_ads", "meta_ads", "linkedin_ads", "microsoft_ads", "tiktok_ads", "paid_other");

    private static ImmutableSortedDictionary<string, string> DefaultChannels { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["paid search"] = "google_ads",
        ["paid_search"] = "google_ads",
        ["google ads"] = "google_ads",
        ["google adwords"] = "google_ads",
        ["adwords"] = "google_ads",
        ["paid social"] = "meta_ads",
        ["paid_social"] = "meta_ads",
        ["facebook"] = "meta_ads",
        ["facebook ads"] = "meta_ads",
        ["meta ads"] = "meta_ads",
        ["linkedin ads"] = "linkedin_ads",
        ["linkedin"] = "linkedin_ads",
        ["bing"] = "microsoft_ads",
        ["bing ads"] = "microsoft_ads",
        ["microsoft ads"] = "microsoft_ads",
        ["tiktok"] = "tiktok_ads",
        ["tiktok ads"] = "tiktok_ads",
        ["advertisement"] = "paid_other",
        ["organic search"] = "organic",
        ["organic_search"] = "organic",
        ["web"] = "organic",
    }.ToImmutableSortedDictionary(StringComparer.Ordinal);
}
