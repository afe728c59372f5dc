using System.Collections.Immutable;

namespace Pipeline.Parquet;

/// <summary>One row group of a file, as its footer describes it.</summary>
/// <param name="RowCount">Rows in it.</param>
/// <param name="Columns">What the writer recorded about each column, in the order of the schema.</param>
public sealed record ParquetRowGroup(int RowCount, ImmutableArray<ColumnStatistics> Columns);
