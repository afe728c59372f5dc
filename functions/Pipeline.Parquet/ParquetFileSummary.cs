using System.Collections.Immutable;

namespace Pipeline.Parquet;

/// <summary>What was written to a file.</summary>
/// <param name="RowCount">Rows in all row groups.</param>
/// <param name="ByteCount">The exact size of the file.</param>
/// <param name="Columns">Statistics over all row groups, in the order of the schema.</param>
public sealed record ParquetFileSummary(long RowCount, long ByteCount, ImmutableArray<ColumnStatistics> Columns);
