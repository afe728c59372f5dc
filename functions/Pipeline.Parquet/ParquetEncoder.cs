using System.Collections.Immutable;
using Pipeline.Parquet.Writing;

namespace Pipeline.Parquet;

/// <summary>Encodes row groups. All the work of writing is here, and it can be done for many row groups at once.</summary>
public static class ParquetEncoder
{
    /// <summary>Encodes and compresses one row group in memory. Pure and safe to call from several threads.</summary>
    /// <param name="batch">The rows; read, not kept.</param>
    /// <param name="options">How to lay them out, or <see langword="null"/> for the defaults.</param>
    /// <exception cref="ArgumentException">A column that is not nullable has a null row, or a text column holds more than one gigabyte.</exception>
    public static EncodedRowGroup Encode(ColumnBatch batch, ParquetWriterOptions? options = null)
    {
        var chunks = new EncodedChunk[batch.Columns.Length];
        var statistics = ImmutableArray.CreateBuilder<ColumnStatistics>(chunks.Length);
        for (var i = 0; i < chunks.Length; i++)
        {
            var encoder = new ColumnChunkEncoder(batch.Schema.Columns[i], batch.Columns[i], options ?? ParquetWriterOptions.Default);
            (chunks[i], var known) = encoder.Encode();
            statistics.Add(known);
        }

        return new EncodedRowGroup(batch.Schema, batch.RowCount, chunks, statistics.MoveToImmutable());
    }
}
