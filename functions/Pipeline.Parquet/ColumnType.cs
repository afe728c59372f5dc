namespace Pipeline.Parquet;

/// <summary>What a flat column holds, and how its values lie in memory.</summary>
public enum ColumnType
{
    /// <summary>True or false, one byte a value.</summary>
    Boolean,

    /// <summary>A 32-bit integer.</summary>
    Int32,

    /// <summary>A 64-bit integer.</summary>
    Int64,

    /// <summary>A 64-bit floating-point number. Never money.</summary>
    Double,

    /// <summary>UTF-8 text.</summary>
    Text,

    /// <summary>A calendar date: days since 1970-01-01, 32 bits.</summary>
    Date,

    /// <summary>An instant: microseconds since 1970-01-01T00:00:00Z, 64 bits.</summary>
    Timestamp,

    /// <summary>An exact decimal of at most 18 digits: a 64-bit integer in units of 10^-scale.</summary>
    Decimal,
}
