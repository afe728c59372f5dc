namespace Pipeline.Parquet.Format;

/// <summary>Writes the footer's structures.</summary>
internal static class MetadataWriter
{
    public static void Write(ByteBuffer output, FileMetadata metadata, string createdBy)
    {
        var writer = new CompactWriter(output);
        writer.BeginStruct();
        writer.Int32(1, 1);
        writer.BeginList(2, CompactType.Struct, metadata.Schema.Count);
        foreach (var element in metadata.Schema) { WriteElement(writer, element); }
        writer.Int64(3, metadata.RowCount);
        writer.BeginList(4, CompactType.Struct, metadata.RowGroups.Count);
        for (var i = 0; i < metadata.RowGroups.Count; i++) { WriteRowGroup(writer, metadata.RowGroups[i], i); }
        writer.Text(6, createdBy);

        // Column orders: without them a reader must not trust min_value and max_value.
        writer.BeginList(7, CompactType.Struct, metadata.Schema.Count - 1);
        for (var i = 1; i < metadata.Schema.Count; i++)
        {
            writer.BeginStruct();
            writer.Choice(1);
            writer.EndStruct();
        }

        writer.EndStruct();
    }

    private static void WriteElement(CompactWriter writer, SchemaElement element)
    {
        writer.BeginStruct();
        if (element.Type is { } type)
        {
            writer.Int32(1, (int)type);
            writer.Int32(3, (int)element.Repetition);
        }

        writer.Text(4, element.Name);
        if (element.Type is null) { writer.Int32(5, element.ChildCount); }
        if (element.ConvertedType != ConvertedType.None) { writer.Int32(6, (int)element.ConvertedType); }
        if (element.LogicalType is { } logical)
        {
            if (logical.Kind == LogicalKind.Decimal)
            {
                writer.Int32(7, logical.Scale);
                writer.Int32(8, logical.Precision);
            }

            writer.BeginStruct(10);
            WriteLogicalType(writer, logical);
            writer.EndStruct();
        }

        writer.EndStruct();
    }

    private static void WriteLogicalType(CompactWriter writer, LogicalType logical)
    {
        writer.BeginStruct((int)logical.Kind);
        if (logical.Kind == LogicalKind.Decimal)
        {
            writer.Int32(1, logical.Scale);
            writer.Int32(2, logical.Precision);
        }
        else if (logical.Kind == LogicalKind.Timestamp)
        {
            writer.Boolean(1, value: true);
            writer.BeginStruct(2);
            writer.Choice(logical.Unit);
            writer.EndStruct();
        }

        writer.EndStruct();
    }

    private static void WriteRowGroup(CompactWriter writer, RowGroupMetadata group, int ordinal)
    {
        writer.BeginStruct();
        writer.BeginList(1, CompactType.Struct, group.Columns.Count);
        foreach (var chunk in group.Columns) { WriteChunk(writer, chunk); }
        writer.Int64(2, group.Columns.Sum(chunk => chunk.UncompressedSize));
        writer.Int64(3, group.RowCount);
        if (group.Columns.Count > 0) { writer.Int64(5, group.Columns[0].DictionaryPageOffset ?? group.Columns[0].DataPageOffset); }
        writer.Int64(6, group.Columns.Sum(chunk => chunk.CompressedSize));

        // The ordinal is a 16-bit field and optional; past its range it is left out.
        if (ordinal <= short.MaxValue) { writer.Int16(7, (short)ordinal); }
        writer.EndStruct();
    }

    private static void WriteChunk(CompactWriter writer, ColumnChunkMetadata chunk)
    {
        writer.BeginStruct();
        writer.Int64(2, 0);
        writer.BeginStruct(3);
        writer.Int32(1, (int)chunk.Type);
        writer.BeginList(2, CompactType.Int32, chunk.Encodings.Count);
        foreach (var encoding in chunk.Encodings) { writer.IntegerItem((int)encoding); }
        writer.BeginList(3, CompactType.Binary, 1);
        writer.BinaryItem(System.Text.Encoding.UTF8.GetBytes(chunk.Path));
        writer.Int32(4, (int)chunk.Codec);
        writer.Int64(5, chunk.ValueCount);
        writer.Int64(6, chunk.UncompressedSize);
        writer.Int64(7, chunk.CompressedSize);
        writer.Int64(9, chunk.DataPageOffset);
        if (chunk.DictionaryPageOffset is { } offset) { writer.Int64(11, offset); }
        if (chunk.Statistics is { } statistics) { WriteStatistics(writer, statistics); }
        writer.EndStruct();
        writer.EndStruct();
    }

    private static void WriteStatistics(CompactWriter writer, StoredStatistics statistics)
    {
        writer.BeginStruct(12);
        if (statistics.NullCount is { } nullCount) { writer.Int64(3, nullCount); }
        if (statistics.Maximum is { } maximum) { writer.Binary(5, maximum); }
        if (statistics.Minimum is { } minimum) { writer.Binary(6, minimum); }
        if (statistics.Maximum is not null) { writer.Boolean(7, statistics.IsExact); }
        if (statistics.Minimum is not null) { writer.Boolean(8, statistics.IsExact); }
        writer.EndStruct();
    }
}
