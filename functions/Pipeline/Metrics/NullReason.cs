namespace Pipeline.Metrics;

/// <summary>Why a value is null.</summary>
public enum NullReason : byte
{
    /// <summary>The value is there.</summary>
    None,

    /// <summary>An input table is empty, or the day lies before its first.</summary>
    NoData,

    /// <summary>The window reaches before the first day of data.</summary>
    NotMature,

    /// <summary>An amount cannot be converted.</summary>
    MissingFxRate,

    ZeroDenominator,

    NegativeDenominator,

    /// <summary>A part does not fit DECIMAL(18,4).</summary>
    Overflow,
}

internal static class NullReasons
{
    /// <summary>As published, by value of <see cref="NullReason"/>.</summary>
    public static string[] Names { get; } = ["", "no_data", "not_mature", "missing_fx_rate", "zero_denominator", "negative_denominator", "overflow"];
}
