using System.Text;

namespace Pipeline.Parquet.Format;

/// <summary>Reads the footer's structures, ignoring fields it does not know.</summary>
internal static class MetadataReader
{
    public static FileMetadata Read(ReadOnlySpan<byte> footer, long offset)
    {
        var reader = new CompactReader(footer, offset);
        var schema = new List<SchemaElement>();
        var groups = new List<RowGroupMetadata>();
        var rowCount = 0L;
        var field = 0;
        while (reader.NextField(ref field, out var type))
        {
            switch (field, type)
            {
                case (2, CompactType.List): ReadList(ref reader, schema, SchemaReader.ReadElement); break;
                case (3, CompactType.Int64): rowCount = reader.ReadInt64(); break;
                case (4, CompactType.List): ReadList(ref reader, groups, ReadRowGroup); break;
                default: reader.Skip(type); break;
            }
        }

        return new FileMetadata(schema, rowCount, groups);
    }

    private delegate T ReadItem<T>(ref CompactReader reader);

    private static void ReadList<T>(ref CompactReader reader, List<T> items, ReadItem<T> readItem)
    {
        var count = reader.ReadListHead(out var itemType);
        if (itemType != CompactType.Struct && count > 0) { throw reader.Malformed("a list of structures holds something else"); }
        for (; count > 0; count--)
        {
            reader.Enter();
            items.Add(readItem(ref reader));
            reader.Leave();
        }
    }

    private static RowGroupMetadata ReadRowGroup(ref CompactReader reader)
    {
        var columns = new List<ColumnChunkMetadata>();
        var rowCount = 0L;
        var field = 0;
        while (reader.NextField(ref field, out var type))
        {
            switch (field, type)
            {
                case (1, CompactType.List): ReadList(ref reader, columns, ReadChunk); break;
                case (3, CompactType.Int64): rowCount = reader.ReadInt64(); break;
                default: reader.Skip(type); break;
            }
        }

        return new RowGroupMetadata(columns, rowCount);
    }

    private static ColumnChunkMetadata ReadChunk(ref CompactReader reader)
    {
        ColumnChunkMetadata? chunk = null;
        string? filePath = null;
        var isEncrypted = false;
        var field = 0;
        while (reader.NextField(ref field, out var type))
        {
            switch (field, type)
            {
                case (1, CompactType.Binary): filePath = Encoding.UTF8.GetString(reader.ReadBinary()); break;
                case (3, CompactType.Struct): chunk = ReadChunkMetadata(ref reader); break;
                case (8, _): isEncrypted = true; reader.Skip(type); break;
                default: reader.Skip(type); break;
            }
        }

        if (chunk is null && !isEncrypted) { throw reader.Malformed("a column chunk has no metadata"); }
        return (chunk ?? new ColumnChunkMetadata()) with { FilePath = filePath, IsEncrypted = isEncrypted };
    }

    private static ColumnChunkMetadata ReadChunkMetadata(ref CompactReader reader)
    {
        var chunk = new ColumnChunkMetadata();
        var field = 0;
        while (reader.NextField(ref field, out var type))
        {
            switch (field, type)
            {
                case (1, CompactType.Int32): chunk = chunk with { Type = (PhysicalType)reader.ReadInt32() }; break;
                case (3, CompactType.List): chunk = chunk with { Path = ReadPath(ref reader) }; break;
                case (4, CompactType.Int32): chunk = chunk with { Codec = (Codec)reader.ReadInt32() }; break;
                case (5, CompactType.Int64): chunk = chunk with { ValueCount = reader.ReadInt64() }; break;
                case (6, CompactType.Int64): chunk = chunk with { UncompressedSize = reader.ReadInt64() }; break;
                case (7, CompactType.Int64): chunk = chunk with { CompressedSize = reader.ReadInt64() }; break;
                case (9, CompactType.Int64): chunk = chunk with { DataPageOffset = reader.ReadInt64() }; break;
                case (11, CompactType.Int64): chunk = chunk with { DictionaryPageOffset = reader.ReadInt64() }; break;
                case (12, CompactType.Struct): chunk = chunk with { Statistics = ReadStatistics(ref reader) }; break;
                default: reader.Skip(type); break;
            }
        }

        return chunk;
    }

    private static string ReadPath(ref CompactReader reader)
    {
        var parts = new List<string>();
        var count = reader.ReadListHead(out var itemType);
        if (itemType != CompactType.Binary && count > 0) { throw reader.Malformed("a column path holds something other than names"); }
        for (; count > 0; count--) { parts.Add(Encoding.UTF8.GetString(reader.ReadBinary())); }
        return string.Join('.', parts);
    }

    /// <summary>Only min_value and max_value: the older min and max were written with unclear sort orders.</summary>
    private static StoredStatistics ReadStatistics(ref CompactReader reader)
    {
        byte[]? minimum = null;
        byte[]? maximum = null;
        long? nullCount = null;
        var isExact = true;
        var field = 0;
        while (reader.NextField(ref field, out var type))
        {
            switch (field, type)
            {
                case (3, CompactType.Int64): nullCount = reader.ReadInt64(); break;
                case (5, CompactType.Binary): maximum = reader.ReadBinary().ToArray(); break;
                case (6, CompactType.Binary): minimum = reader.ReadBinary().ToArray(); break;
                case (7 or 8, CompactType.False): isExact = false; break;
                default: reader.Skip(type); break;
            }
        }

        return new StoredStatistics(minimum, maximum, nullCount, isExact);
    }
}
