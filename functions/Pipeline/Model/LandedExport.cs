namespace Pipeline.Model;

/// <summary>An export whose bytes are kept. It is the same export wherever the same bytes come from.</summary>
public sealed record LandedExport
{
    /// <summary>Of its bytes, 64 hexadecimal digits in lower case. A member of an archive has its own.</summary>
    public required string Sha256 { get; init; }

    /// <summary>What it was called, whatever that was: data, never a path.</summary>
    public required string Name { get; init; }

    /// <summary>How many bytes it has.</summary>
    public required long Length { get; init; }

    /// <summary>When the file was last changed where it landed.</summary>
    public required DateTimeOffset ModifiedAt { get; init; }

    /// <summary>Where its bytes, or those of the archive it is in, are kept.</summary>
    public required string RawPath { get; init; }

    /// <summary>The position of the member in the archive at <see cref="RawPath"/>, or -1 when the file is no archive.</summary>
    public int Member { get; init; } = -1;

    /// <summary>Whether all bytes are UTF-8; <see langword="null"/> when nobody looked.</summary>
    public bool? IsUtf8 { get; init; }

    /// <summary>The first 16 digits of <see cref="Sha256"/>: the <c>file_id</c> of its rows.</summary>
    public string FileId => Sha256[..16];
}
