using Pipeline.Metrics.Reading;

namespace Pipeline.Metrics;

/// <summary>What a point speaks of: a member of a dimension.</summary>
/// <param name="Dimension"><c>all</c>, or e.g. <c>channel</c>.</param>
/// <param name="Member"><c>all</c>, or e.g. <c>google_ads</c>.</param>
internal readonly record struct MetricScope(string Dimension, string Member)
{
    public static MetricScope All { get; } = new("all", "all");

    public bool IsAll => string.Equals(Dimension, "all", StringComparison.Ordinal);
}

/// <summary>The days for which the input tables of a metric speak, taken together.</summary>
/// <param name="IsEmpty">Whether one of them is empty.</param>
/// <param name="First">The latest of their first days.</param>
/// <param name="Through">The earliest of the days up to which they are complete.</param>
internal readonly record struct InputSpan(bool IsEmpty, int First, int Through)
{
    /// <summary>What some tables cover together. A table whose first event lies after the last computed day is empty.</summary>
    public static InputSpan Of(BusinessDays days, int lastDay, params ReadOnlySpan<TableCoverage> tables)
    {
        var span = new InputSpan(false, int.MinValue, int.MaxValue);
        foreach (var table in tables)
        {
            span = new(span.IsEmpty || table.First > lastDay, Math.Max(span.First, table.First), Math.Min(span.Through, table.Through(days)));
        }

        return span;
    }

    /// <summary>Why a window that starts on <paramref name="start"/> cannot be computed, if so.</summary>
    public NullReason Window(int start) => IsEmpty ? NullReason.NoData : start < First ? NullReason.NotMature : NullReason.None;

    /// <summary>How many of some consecutive days come before the first on which a window can be computed.</summary>
    /// <param name="window">How many days the window has.</param>
    /// <param name="start">The first of the days.</param>
    /// <param name="days">How many they are.</param>
    public int WholeFrom(int window, int start, int days) => IsEmpty ? days : (int)Math.Clamp((long)First + window - 1 - start, 0, days);

    /// <summary>Why a day cannot be computed, if so.</summary>
    public NullReason Day(int day) => IsEmpty || day < First ? NullReason.NoData : NullReason.None;
}
