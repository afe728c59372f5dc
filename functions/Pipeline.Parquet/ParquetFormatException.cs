namespace Pipeline.Parquet;

/// <summary>The bytes are not a sound Parquet file. Nothing about the caller's use is wrong: the file is damaged, cut short, or not Parquet.</summary>
public sealed class ParquetFormatException : Exception
{
    public ParquetFormatException(string reason, long offset)
        : base($"not a sound Parquet file: {reason} (at byte {offset}); write or export the file again")
    {
        Offset = offset;
    }

    public ParquetFormatException(string reason, long offset, Exception cause)
        : base($"not a sound Parquet file: {reason} (at byte {offset}); write or export the file again", cause)
    {
        Offset = offset;
    }

    /// <summary>Where in the file the trouble was found: of the structure being read when the exact byte cannot be told.</summary>
    public long Offset { get; }
}
