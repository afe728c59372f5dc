using System.Collections.Immutable;
using Pipeline.Parquet.Format;
using Pipeline.Parquet.Writing;

namespace Pipeline.Parquet;

/// <summary>Writes row groups, encoded beforehand, one after another, then the footer. For one thread.</summary>
public sealed class ParquetWriter
{
    private readonly Stream _output;
    private readonly TableSchema _schema;
    private readonly List<RowGroupMetadata> _rowGroups = [];
    private readonly StatisticsMerger _statistics;
    private long _position;
    private bool _finished;

    /// <param name="output">Written from where it stands and left open; need not seek. Offsets in the file count from there.</param>
    /// <param name="schema">The columns of every row group.</param>
    /// <exception cref="ArgumentException">The schema cannot be written: no columns, a name twice or empty, or a decimal that does not fit 64 bits.</exception>
    public ParquetWriter(Stream output, TableSchema schema)
    {
        SchemaMapping.Check(schema);
        _output = output;
        _schema = schema;
        _statistics = new StatisticsMerger(schema);
        Put(FileLayout.Magic);
    }

    /// <summary>Writes a row group and gives its memory back; it cannot be appended again. One without rows is left out.</summary>
    /// <exception cref="ArgumentException">The row group is of another schema, or was appended before.</exception>
    public void Append(EncodedRowGroup group)
    {
        ObjectDisposedException.ThrowIf(_finished, this);
        if (!group.Schema.Equals(_schema)) { throw new ArgumentException("the row group was encoded for another schema", nameof(group)); }
        if (group.Chunks.Length == 0) { throw new ArgumentException("the row group was appended already; encode it again", nameof(group)); }
        if (group.RowCount > 0)
        {
            var columns = new List<ColumnChunkMetadata>(group.Chunks.Length);
            for (var i = 0; i < group.Chunks.Length; i++) { columns.Add(PutChunk(group, i)); }
            _rowGroups.Add(new RowGroupMetadata(columns, group.RowCount));
            _statistics.Add(group.Statistics, group.RowCount);
        }

        group.Release();
    }

    /// <summary>Writes the footer. The stream is flushed by its owner.</summary>
    public ParquetFileSummary Finish()
    {
        ObjectDisposedException.ThrowIf(_finished, this);
        _finished = true;
        var rowCount = _rowGroups.Sum(group => group.RowCount);
        using var footer = new ByteBuffer();
        MetadataWriter.Write(footer, new FileMetadata(SchemaMapping.ToElements(_schema), rowCount, _rowGroups), FileLayout.CreatedBy);
        footer.WriteInt32(footer.Length);
        footer.Write(FileLayout.Magic);
        Put(footer.Written);
        return new ParquetFileSummary(rowCount, _position, _statistics.Finish());
    }

    private ColumnChunkMetadata PutChunk(EncodedRowGroup group, int column)
    {
        var chunk = group.Chunks[column];
        var start = _position;
        Put(chunk.Bytes);
        return new ColumnChunkMetadata
        {
            Type = SchemaMapping.PhysicalTypeOf(_schema.Columns[column].Type),
            Path = _schema.Columns[column].Name,
            Encodings = chunk.Encodings,
            Codec = chunk.Codec,
            ValueCount = group.RowCount,
            UncompressedSize = chunk.UncompressedSize,
            CompressedSize = chunk.Length,
            DataPageOffset = start + chunk.DictionarySize,
            DictionaryPageOffset = chunk.DictionarySize > 0 ? start : null,
            Statistics = StoredBounds.Of(group.Statistics[column], _schema.Columns[column].Type),
        };
    }

    private void Put(ReadOnlySpan<byte> bytes)
    {
        _output.Write(bytes);
        _position += bytes.Length;
    }
}
