namespace Pipeline.Parquet.Format;

/// <summary>What stands before each page. Sizes are of the page without this header.</summary>
internal readonly record struct PageHeader
{
    public PageType Type { get; init; }

    public int UncompressedSize { get; init; }

    public int CompressedSize { get; init; }

    /// <summary>CRC-32 of the page as stored, when its writer kept one.</summary>
    public int? Checksum { get; init; }

    /// <summary>Values including nulls; entries, in a dictionary page.</summary>
    public int ValueCount { get; init; }

    public PageEncoding Encoding { get; init; }

    /// <summary>Version 1 only.</summary>
    public PageEncoding DefinitionLevelEncoding { get; init; }

    /// <summary>Version 2 only: levels stand before the values, never compressed.</summary>
    public int DefinitionLevelSize { get; init; }

    /// <summary>Version 2 only.</summary>
    public int RepetitionLevelSize { get; init; }

    /// <summary>Version 2 only: whether the values are compressed with the chunk's codec.</summary>
    public bool IsCompressed { get; init; }

    public void Write(ByteBuffer output)
    {
        var writer = new CompactWriter(output);
        writer.BeginStruct();
        writer.Int32(1, (int)Type);
        writer.Int32(2, UncompressedSize);
        writer.Int32(3, CompressedSize);
        if (Checksum is { } checksum) { writer.Int32(4, checksum); }
        writer.BeginStruct(Type == PageType.Dictionary ? 7 : 5);
        writer.Int32(1, ValueCount);
        writer.Int32(2, (int)Encoding);
        if (Type == PageType.Data)
        {
            writer.Int32(3, (int)PageEncoding.RunLength);
            writer.Int32(4, (int)PageEncoding.RunLength);
        }

        writer.EndStruct();
        writer.EndStruct();
    }
}
