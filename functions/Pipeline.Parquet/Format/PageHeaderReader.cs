namespace Pipeline.Parquet.Format;

/// <summary>Reads what stands before each page.</summary>
internal static class PageHeaderReader
{
    public static PageHeader Read(ref CompactReader reader)
    {
        var header = new PageHeader { IsCompressed = true };
        var hasType = false;
        var field = 0;
        while (reader.NextField(ref field, out var type))
        {
            switch (field, type)
            {
                case (1, CompactType.Int32): header = header with { Type = (PageType)reader.ReadInt32() }; hasType = true; break;
                case (2, CompactType.Int32): header = header with { UncompressedSize = reader.ReadInt32() }; break;
                case (3, CompactType.Int32): header = header with { CompressedSize = reader.ReadInt32() }; break;
                case (4, CompactType.Int32): header = header with { Checksum = reader.ReadInt32() }; break;
                case (5 or 7, CompactType.Struct): header = ReadVersion1(ref reader, header); break;
                case (8, CompactType.Struct): header = ReadVersion2(ref reader, header); break;
                default: reader.Skip(type); break;
            }
        }

        if (!hasType || header.UncompressedSize < 0 || header.CompressedSize < 0 || header.ValueCount < 0)
        {
            throw reader.Malformed("a page header lacks its type or has a negative size");
        }

        return header;
    }

    /// <summary>Data pages of version 1 and dictionary pages begin with the same two fields.</summary>
    private static PageHeader ReadVersion1(ref CompactReader reader, PageHeader header)
    {
        header = header with { DefinitionLevelEncoding = PageEncoding.RunLength };
        var field = 0;
        while (reader.NextField(ref field, out var type))
        {
            switch (field, type)
            {
                case (1, CompactType.Int32): header = header with { ValueCount = reader.ReadInt32() }; break;
                case (2, CompactType.Int32): header = header with { Encoding = (PageEncoding)reader.ReadInt32() }; break;
                case (3, CompactType.Int32): header = header with { DefinitionLevelEncoding = (PageEncoding)reader.ReadInt32() }; break;
                default: reader.Skip(type); break;
            }
        }

        return header;
    }

    private static PageHeader ReadVersion2(ref CompactReader reader, PageHeader header)
    {
        var field = 0;
        while (reader.NextField(ref field, out var type))
        {
            switch (field, type)
            {
                case (1, CompactType.Int32): header = header with { ValueCount = reader.ReadInt32() }; break;
                case (4, CompactType.Int32): header = header with { Encoding = (PageEncoding)reader.ReadInt32() }; break;
                case (5, CompactType.Int32): header = header with { DefinitionLevelSize = reader.ReadInt32() }; break;
                case (6, CompactType.Int32): header = header with { RepetitionLevelSize = reader.ReadInt32() }; break;
                case (7, CompactType.True or CompactType.False): header = header with { IsCompressed = type == CompactType.True }; break;
                default: reader.Skip(type); break;
            }
        }

        return header;
    }
}
