using System.Collections.Immutable;
using Pipeline.Parquet.Format;

namespace Pipeline.Parquet.Reading;

/// <summary>The footer, checked: every chunk lies inside the file and fits its row group.</summary>
internal sealed class FileFooter
{
    private readonly List<RowGroupMetadata> _groups;

    private FileFooter(FileMetadata metadata, ImmutableArray<LeafColumn> leaves)
    {
        _groups = metadata.RowGroups;
        Leaves = leaves;
        RowCount = metadata.RowCount;
        Schema = new TableSchema([.. leaves.Select(leaf => leaf.Schema)]);
        RowGroups = [.. _groups.Select(group => new ParquetRowGroup(
            (int)group.RowCount,
            [.. group.Columns.Select((chunk, i) => BoundsReader.Read(chunk.Statistics, leaves[i]))]))];
    }

    public TableSchema Schema { get; }

    public ImmutableArray<LeafColumn> Leaves { get; }

    public long RowCount { get; }

    public ImmutableArray<ParquetRowGroup> RowGroups { get; }

    public static FileFooter Read(Stream stream)
    {
        var length = stream.Length;
        if (length < FileLayout.Magic.Length + FileLayout.TailSize) { throw new ParquetFormatException($"{length} bytes are too few", 0); }
        Span<byte> tail = stackalloc byte[FileLayout.TailSize];
        stream.Position = length - FileLayout.TailSize;
        stream.ReadExactly(tail);
        var magic = tail[sizeof(int)..];
        if (magic.SequenceEqual(FileLayout.EncryptedMagic)) { throw new NotSupportedException("the file's footer is encrypted; decrypt the file first"); }
        if (!magic.SequenceEqual(FileLayout.Magic)) { throw new ParquetFormatException("it does not end with PAR1", length - FileLayout.Magic.Length); }
        var size = System.Buffers.Binary.BinaryPrimitives.ReadInt32LittleEndian(tail);
        var start = length - FileLayout.TailSize - size;
        if (size <= 0 || start < FileLayout.Magic.Length)
        {
            throw new ParquetFormatException($"a footer of {size} bytes in a file of {length}", length - FileLayout.TailSize);
        }

        var footer = new byte[size];
        stream.Position = start;
        stream.ReadExactly(footer);
        var metadata = MetadataReader.Read(footer, start);
        var leaves = MapLeaves(metadata.Schema, start);
        Check(metadata, leaves, start);
        return new FileFooter(metadata, leaves);
    }

    public static long StartOf(ColumnChunkMetadata chunk) =>
        chunk.DictionaryPageOffset is > 0 and var dictionary && dictionary < chunk.DataPageOffset ? dictionary : chunk.DataPageOffset;

    /// <summary>Where a column of a row group lies.</summary>
    /// <exception cref="NotSupportedException">It is encrypted or in another file.</exception>
    public ColumnChunkMetadata Chunk(int rowGroup, int column)
    {
        var chunk = _groups[rowGroup].Columns[column];
        var name = Leaves[column].Schema.Name;
        if (chunk.IsEncrypted) { throw Unreadable.Column(name, "is encrypted", "decrypt the file first"); }
        if (chunk.FilePath is not null) { throw Unreadable.Column(name, $"lies in another file, '{chunk.FilePath}'", "write the table as whole files"); }
        return chunk;
    }

    private static ImmutableArray<LeafColumn> MapLeaves(List<SchemaElement> schema, long offset)
    {
        if (schema.Count == 0) { throw new ParquetFormatException("the schema is empty", offset); }
        var leaves = ImmutableArray.CreateBuilder<LeafColumn>(schema.Count - 1);
        for (var i = 1; i < schema.Count; i++) { leaves.Add(LeafMapping.Map(schema[i])); }
        return schema[0].ChildCount == leaves.Count
            ? leaves.MoveToImmutable()
            : throw new ParquetFormatException($"the schema announces {schema[0].ChildCount} columns and has {leaves.Count}", offset);
    }

    private static void Check(FileMetadata metadata, ImmutableArray<LeafColumn> leaves, long footerStart)
    {
        var rowCount = 0L;
        foreach (var group in metadata.RowGroups)
        {
            if (group.RowCount is < 0 or > int.MaxValue) { throw new ParquetFormatException($"a row group of {group.RowCount} rows", footerStart); }
            if (group.Columns.Count != leaves.Length)
            {
                throw new ParquetFormatException($"a row group of {group.Columns.Count} columns under a schema of {leaves.Length}", footerStart);
            }

            for (var i = 0; i < leaves.Length; i++) { CheckChunk(group, group.Columns[i], leaves[i], footerStart); }
            rowCount += group.RowCount;
        }

        if (rowCount != metadata.RowCount) { throw new ParquetFormatException($"{metadata.RowCount} rows are announced, the row groups hold {rowCount}", footerStart); }
    }

    private static void CheckChunk(RowGroupMetadata group, ColumnChunkMetadata chunk, LeafColumn leaf, long footerStart)
    {
        if (chunk.IsEncrypted || chunk.FilePath is not null) { return; }
        var name = leaf.Schema.Name;
        var start = StartOf(chunk);
        if (start < FileLayout.Magic.Length || chunk.CompressedSize < 0 || chunk.CompressedSize > footerStart - start)
        {
            throw new ParquetFormatException($"column '{name}' is said to lie at {start}, {chunk.CompressedSize} bytes long, outside the file's data", footerStart);
        }

        if (chunk.Type != leaf.Physical) { throw new ParquetFormatException($"column '{name}' is {leaf.Physical} in the schema and {chunk.Type} in a row group", footerStart); }
        if (chunk.ValueCount != group.RowCount)
        {
            throw new ParquetFormatException($"column '{name}' has {chunk.ValueCount} values for {group.RowCount} rows", footerStart);
        }

        if (chunk.CompressedSize > Array.MaxLength || !ChunkSize.IsPlausible(group.RowCount, chunk.CompressedSize))
        {
            throw new ParquetFormatException($"column '{name}' claims {group.RowCount} rows in {chunk.CompressedSize} bytes; write smaller row groups", footerStart);
        }
    }
}
