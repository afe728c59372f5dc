namespace Pipeline.Parquet;

/// <summary>What is known about the values of one column in a row group or a file.</summary>
/// <param name="Name">The column's name.</param>
/// <param name="NullCount">How many rows have no value; -1 in a file by others that does not say.</param>
/// <param name="Minimum">The smallest value; absent when every row is null, when a value is NaN, or when the text is longer than 64 bytes.</param>
/// <param name="Maximum">The largest value, absent likewise.</param>
public sealed record ColumnStatistics(string Name, long NullCount, StatisticValue Minimum, StatisticValue Maximum);
