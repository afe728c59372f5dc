namespace Pipeline.Parquet;

/// <summary>How a row group is laid out.</summary>
public sealed record ParquetWriterOptions
{
    public static ParquetWriterOptions Default { get; } = new();

    /// <summary>Rows to a page, a multiple of 64; pages of long texts hold fewer, so that a page stays near one megabyte.</summary>
    /// <value>The default is 32,768.</value>
    public int RowsPerPage
    {
        get;
        init => field = value >= 64 && value % 64 == 0
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "rows per page must be a positive multiple of 64");
    }
    = 32_768;

    /// <summary>Whether pages are compressed with Snappy where samples of them say that this saves a sixth of a column.</summary>
    /// <value>The default is <see langword="true"/>.</value>
    public bool Compress { get; init; } = true;

    /// <summary>Whether integers and texts may be stored as differences (DELTA_BINARY_PACKED, DELTA_BYTE_ARRAY) where a sample shows that this is smaller.</summary>
    /// <value>The default is <see langword="false"/>: the oldest encodings are those that every reader knows.</value>
    public bool UseDeltas { get; init; }
}
