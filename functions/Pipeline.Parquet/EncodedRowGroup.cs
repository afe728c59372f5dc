using System.Collections.Immutable;
using Pipeline.Parquet.Writing;

namespace Pipeline.Parquet;

/// <summary>One row group, encoded and compressed in pooled memory, waiting to be appended to a file once.</summary>
public sealed class EncodedRowGroup
{
    internal EncodedRowGroup(TableSchema schema, int rowCount, EncodedChunk[] chunks, ImmutableArray<ColumnStatistics> statistics)
    {
        Schema = schema;
        RowCount = rowCount;
        Chunks = chunks;
        Statistics = statistics;
    }

    public int RowCount { get; }

    /// <summary>The bytes that it will take in the file, without the footer.</summary>
    public long ByteCount => Chunks.Sum(chunk => (long)chunk.Length);

    public ImmutableArray<ColumnStatistics> Statistics { get; }

    /// <summary>Whether the texts of a column, nulls left out, are known to be each greater than the one before, by their bytes: then none comes twice.</summary>
    /// <remarks>
    /// Known only of texts that were written as differences, which are compared on the way; <see langword="false"/> for all others,
    /// for other types, and once the row group was appended.
    /// </remarks>
    public bool IsStrictlyRising(int column) => Chunks.Length > 0 && Chunks[column].IsRising;

    internal TableSchema Schema { get; }

    internal EncodedChunk[] Chunks { get; private set; }

    /// <summary>Gives the memory back; the writer calls this when the bytes are out.</summary>
    internal void Release()
    {
        foreach (var chunk in Chunks) { chunk.Body.Dispose(); }
        Chunks = [];
    }
}
