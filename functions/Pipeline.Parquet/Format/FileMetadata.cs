namespace Pipeline.Parquet.Format;

/// <summary>The footer of a file.</summary>
internal sealed record FileMetadata(List<SchemaElement> Schema, long RowCount, List<RowGroupMetadata> RowGroups);

/// <summary>One node of the schema tree; a flat file has a root and its leaves.</summary>
internal sealed record SchemaElement
{
    public string Name { get; init; } = "";

    /// <summary>Absent on the root and on groups.</summary>
    public PhysicalType? Type { get; init; }

    public int TypeLength { get; init; }

    public Repetition Repetition { get; init; }

    public int ChildCount { get; init; }

    public ConvertedType ConvertedType { get; init; } = ConvertedType.None;

    public int Scale { get; init; }

    public int Precision { get; init; }

    public LogicalType? LogicalType { get; init; }
}

/// <summary>Which choice of the format's LogicalType union is set; the numbers are its field ids.</summary>
internal enum LogicalKind
{
    Text = 1,
    Map = 2,
    List = 3,
    Enum = 4,
    Decimal = 5,
    Date = 6,
    Time = 7,
    Timestamp = 8,
    Integer = 10,
    Unknown = 11,
    Json = 12,
    Bson = 13,
    Uuid = 14,
    Float16 = 15,
}

/// <summary>The meaning of a column. <paramref name="Unit"/> of an instant: 1 millis, 2 micros, 3 nanos.</summary>
internal sealed record LogicalType(LogicalKind Kind, int Scale = 0, int Precision = 0, int Unit = 0, int BitWidth = 0, bool IsSigned = true);

internal sealed record RowGroupMetadata(List<ColumnChunkMetadata> Columns, long RowCount);

/// <summary>Where one column of one row group lies and how it is encoded. Offsets are from the start of the file.</summary>
internal sealed record ColumnChunkMetadata
{
    public PhysicalType Type { get; init; }

    public IReadOnlyList<PageEncoding> Encodings { get; init; } = [];

    public string Path { get; init; } = "";

    public Codec Codec { get; init; }

    public long ValueCount { get; init; }

    public long UncompressedSize { get; init; }

    public long CompressedSize { get; init; }

    public long DataPageOffset { get; init; }

    public long? DictionaryPageOffset { get; init; }

    public StoredStatistics? Statistics { get; init; }

    public bool IsEncrypted { get; init; }

    /// <summary>Set when the chunk lies in another file.</summary>
    public string? FilePath { get; init; }
}

/// <summary>Statistics as they stand in the file: bounds as plain-encoded bytes, <see langword="null"/> when not stated.</summary>
internal sealed record StoredStatistics(byte[]? Minimum, byte[]? Maximum, long? NullCount, bool IsExact = true);
