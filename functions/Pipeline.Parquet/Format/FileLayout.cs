namespace Pipeline.Parquet.Format;

/// <summary>What frames a file: the magic at both ends, the footer's length before the last.</summary>
internal static class FileLayout
{
    public const string CreatedBy = "revenue-pipeline";

    /// <summary>The footer's length and the magic after it.</summary>
    public const int TailSize = 8;

    public static ReadOnlySpan<byte> Magic => "PAR1"u8;

    /// <summary>Of a file whose footer is encrypted.</summary>
    public static ReadOnlySpan<byte> EncryptedMagic => "PARE"u8;
}
