using System.Buffers.Binary;
using Pipeline.Parquet.Format;

namespace Pipeline.Parquet.Nested;

/// <summary>Reads a nested Parquet file as JSON objects, one a record.</summary>
/// <remarks>Reads what <see cref="NestedFileWriter"/> writes and what others write for the same shapes: pages of version 1, plain or dictionary.</remarks>
public static class NestedFileReader
{
    /// <summary>The records, as UTF-8 JSON; fields that the file lacks are absent, columns that <paramref name="fields"/> lacks are not read.</summary>
    /// <exception cref="ParquetFormatException">The file is damaged.</exception>
    /// <exception cref="NotSupportedException">The file holds a field in a form that is not read here.</exception>
    public static IEnumerable<ReadOnlyMemory<byte>> Read(Stream input, IReadOnlyList<NestedField> fields)
    {
        var metadata = ReadFooter(input);
        var columns = FileLeaf.Of(metadata.Schema);
        var leaves = Leaf.Of(fields, [], 0).ToList();
        foreach (var group in metadata.RowGroups)
        {
            if (group.Columns.Count != columns.Count) { throw new ParquetFormatException($"a row group has {group.Columns.Count} columns, the schema {columns.Count}", input.Length); }

            var cursors = leaves.ConvertAll(leaf => Open(input, leaf, group, columns));
            var assembler = new Assembler(cursors);
            for (var row = 0L; row < group.RowCount; row++) { yield return assembler.Next(fields); }
        }
    }

    private static FileMetadata ReadFooter(Stream input)
    {
        if (input.Length < FileLayout.TailSize + FileLayout.Magic.Length) { throw new ParquetFormatException("the file is too short", 0); }

        var tail = ReadAt(input, input.Length - FileLayout.TailSize, FileLayout.TailSize);
        if (!tail.AsSpan(sizeof(int)).SequenceEqual(FileLayout.Magic)) { throw new ParquetFormatException("the file does not end with PAR1", input.Length); }

        var size = BinaryPrimitives.ReadInt32LittleEndian(tail);
        var start = input.Length - FileLayout.TailSize - size;
        if (size < 0 || start < FileLayout.Magic.Length) { throw new ParquetFormatException($"the footer claims {size} bytes", input.Length); }

        var footer = ReadAt(input, start, size);
        if (start >= FooterSeal.Size && !FooterSeal.IsIntact(ReadAt(input, start - FooterSeal.Size, FooterSeal.Size), footer))
        {
            throw new ParquetFormatException("the footer does not match its checksum", start);
        }

        return MetadataReader.Read(footer, start);
    }

    private static LeafCursor Open(Stream input, Leaf leaf, RowGroupMetadata group, List<FileLeaf> columns)
    {
        var index = columns.FindIndex(column => column.Path.AsSpan().SequenceEqual(leaf.Path));
        if (index < 0) { return LeafCursor.Absent(leaf, group.RowCount); }

        var chunk = group.Columns[index];
        if (chunk.FilePath is not null || chunk.IsEncrypted) { throw new NotSupportedException($"column '{chunk.Path}' is encrypted or lies in another file"); }
        Decompression.Check(chunk.Codec, chunk.Path);
        var start = chunk.DictionaryPageOffset is { } dictionary && dictionary > 0 && dictionary < chunk.DataPageOffset ? dictionary : chunk.DataPageOffset;
        if (start < 0 || chunk.CompressedSize < 0 || chunk.CompressedSize > input.Length - start || chunk.CompressedSize > Array.MaxLength)
        {
            throw new ParquetFormatException($"column '{chunk.Path}' lies outside the file", start);
        }

        var bytes = ReadAt(input, start, (int)chunk.CompressedSize);
        return LeafReader.Read(bytes, chunk, start, leaf, columns[index]);
    }

    private static byte[] ReadAt(Stream input, long offset, int size)
    {
        var bytes = new byte[size];
        input.Position = offset;
        input.ReadExactly(bytes);
        return bytes;
    }
}
