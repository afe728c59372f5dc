using System.Buffers;
using System.Collections.Immutable;
using Pipeline.Parquet.Format;
using Pipeline.Parquet.Reading;

namespace Pipeline.Parquet;

/// <summary>Reads a flat Parquet file, column by column, from a stream that can seek.</summary>
/// <remarks>
/// The file holds one stream position, so use it from one thread at a time. To read row groups from several threads, give each a stream
/// of its own through <see cref="Over"/>; the footer is shared and never changes.
/// A damaged file throws <see cref="ParquetFormatException"/>; a sound one that uses what is not read here (nested columns, encryption,
/// other codecs, INT96) throws <see cref="NotSupportedException"/> with the column's name and the way out.
/// </remarks>
public sealed class ParquetFile
{
    private readonly Stream _stream;
    private readonly FileFooter _footer;

    private ParquetFile(Stream stream, FileFooter footer)
    {
        _stream = stream;
        _footer = footer;
    }

    /// <summary>The columns. Bytes without a meaning count as text, unsigned 32-bit integers are widened, instants are in microseconds.</summary>
    public TableSchema Schema => _footer.Schema;

    public long RowCount => _footer.RowCount;

    public ImmutableArray<ParquetRowGroup> RowGroups => _footer.RowGroups;

    /// <summary>Reads the footer. The stream stays the caller's, who keeps it open while columns are read.</summary>
    public static ParquetFile Open(Stream stream) => new(stream, FileFooter.Read(stream));

    /// <summary>The same file through another stream over the same bytes, for another thread.</summary>
    public ParquetFile Over(Stream stream) => new(stream, _footer);

    /// <summary>Reads one column of one row group. Text that the file holds dictionary-coded comes back dictionary-coded.</summary>
    /// <param name="rowGroup">Which row group, counted from 0.</param>
    /// <param name="columnIndex">Which column, counted from 0.</param>
    /// <param name="arrays">Where the column's arrays are taken from; <see langword="null"/> for new ones.</param>
    public Column ReadColumn(int rowGroup, int columnIndex, ColumnArrays? arrays = null)
    {
        var group = _footer.RowGroups[rowGroup];
        var leaf = _footer.Leaves[columnIndex];
        var chunk = _footer.Chunk(rowGroup, columnIndex);
        Decompression.Check(chunk.Codec, leaf.Schema.Name);
        var start = FileFooter.StartOf(chunk);
        var size = checked((int)chunk.CompressedSize);
        var bytes = ArrayPool<byte>.Shared.Rent(size);
        try
        {
            _stream.Position = start;
            _stream.ReadExactly(bytes, 0, size);
            using var pages = new PageReader(bytes.AsMemory(0, size), chunk, start, leaf.Schema.Nullable);
            return ColumnReader.Read(pages, leaf, new ChunkSize(group.RowCount, size, chunk.UncompressedSize, arrays));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(bytes);
        }
    }

    /// <summary>Reads the named columns of one row group, in the order named; every column when none is named.</summary>
    /// <exception cref="ArgumentException">The file has no column of that name.</exception>
    public ColumnBatch ReadRowGroup(int rowGroup, params ReadOnlySpan<string> columns) => ReadRowGroup(rowGroup, arrays: null, columns);

    /// <summary>As <see cref="ReadRowGroup(int, ReadOnlySpan{string})"/>, in arrays that are given back when the batch is no longer used.</summary>
    public ColumnBatch ReadRowGroup(int rowGroup, ColumnArrays? arrays, params ReadOnlySpan<string> columns)
    {
        var indexes = new int[columns.IsEmpty ? Schema.Columns.Length : columns.Length];
        for (var i = 0; i < indexes.Length; i++) { indexes[i] = columns.IsEmpty ? i : IndexOf(columns[i]); }
        var schema = columns.IsEmpty ? Schema : new TableSchema([.. indexes.Select(index => Schema.Columns[index])]);
        return new ColumnBatch(schema, [.. indexes.Select(index => ReadColumn(rowGroup, index, arrays))], RowGroups[rowGroup].RowCount);
    }

    private int IndexOf(string column)
    {
        var index = Schema.IndexOf(column);
        return index >= 0
            ? index
            : throw new ArgumentException($"the file has no column '{column}'; it has {string.Join(", ", Schema.Columns.Select(known => known.Name))}", nameof(column));
    }
}
