using System.Collections.Immutable;
using System.Globalization;
using Pipeline.Parquet;

namespace Pipeline.Publish;

/// <summary>How a headline is shown.</summary>
public enum HeadlineStyle
{
    /// <summary>An amount with its currency.</summary>
    Money,

    /// <summary>A whole number.</summary>
    Count,

    /// <summary>A share, as a percentage with one decimal.</summary>
    Percent,

    /// <summary>A multiple with one decimal: 3.2×.</summary>
    Multiple,
}

/// <summary>One of the numbers that a person asks for first.</summary>
/// <param name="Metric">Its id in <c>metric_snapshot</c>.</param>
/// <param name="Label">Its name for people.</param>
/// <param name="Style">How it is shown.</param>
public sealed record HeadlineDefinition(string Metric, string Label, HeadlineStyle Style)
{
    /// <summary>In the order in which they are shown.</summary>
    public static ImmutableArray<HeadlineDefinition> All { get; } =
    [
        new("mrr", "MRR", HeadlineStyle.Money),
        new("arr", "ARR", HeadlineStyle.Money),
        new("active_customers", "Active customers", HeadlineStyle.Count),
        new("arpa", "ARPA (month)", HeadlineStyle.Money),
        new("new_customers_t30", "New customers (30 days)", HeadlineStyle.Count),
        new("cac_blended", "CAC blended", HeadlineStyle.Money),
        new("cac_paid", "CAC paid", HeadlineStyle.Money),
        new("cac_loaded", "CAC loaded", HeadlineStyle.Money),
        new("ltv_to_cac", "LTV : CAC", HeadlineStyle.Multiple),
        new("logo_churn_1m", "Customer churn (month)", HeadlineStyle.Percent),
        new("grr_12m_p2p", "Gross retention (12 months)", HeadlineStyle.Percent),
        new("nrr_12m_p2p", "Net retention (12 months)", HeadlineStyle.Percent),
        new("leads_t30", "Leads (30 days)", HeadlineStyle.Count),
        new("conversion_lead_to_won_90d", "Lead to won in 90 days", HeadlineStyle.Percent),
        new("win_rate_closed", "Win rate", HeadlineStyle.Percent),
        new("bookings_t30", "Bookings (30 days)", HeadlineStyle.Money),
        new("billings_t30", "Billings (30 days)", HeadlineStyle.Money),
        new("revenue_sales_t30", "Revenue from sales (30 days)", HeadlineStyle.Money),
        new("revenue_total_t30", "Revenue in total (30 days)", HeadlineStyle.Money),
    ];
}

/// <summary>A headline on a day.</summary>
/// <param name="Definition">Which number.</param>
/// <param name="Value">The number; <see langword="null"/> when it cannot be computed.</param>
/// <param name="Currency">Of money; otherwise empty.</param>
/// <param name="NullReason">Why there is no number; empty when there is one.</param>
/// <param name="IsComplete">Whether all needed sources cover the day.</param>
public sealed record Headline(HeadlineDefinition Definition, double? Value, string Currency, string NullReason, bool IsComplete)
{
    /// <summary>The number for people, in invariant form: <c>12,345.67 USD</c>, <c>4.1 %</c>; the reason when there is none.</summary>
    public string Text => Value is { } value ? Format(value) : "none: " + NullReason.Replace('_', ' ');

    private string Format(double value) => Definition.Style switch
    {
        HeadlineStyle.Money => value.ToString("#,##0.00", CultureInfo.InvariantCulture) + (Currency.Length > 0 ? " " + Currency : ""),
        HeadlineStyle.Count => value.ToString("#,##0", CultureInfo.InvariantCulture),
        HeadlineStyle.Percent => (value * 100).ToString("#,##0.0", CultureInfo.InvariantCulture) + " %",
        _ => value.ToString("#,##0.0", CultureInfo.InvariantCulture) + "×",
    };
}
