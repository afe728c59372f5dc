using Pipeline.Model;

namespace Pipeline.Land;

/// <summary>An export in a landed file: the file itself, or a member of an archive.</summary>
/// <param name="Export">Who it is.</param>
/// <param name="File">The landed file.</param>
/// <param name="FileSha256">The SHA-256 of the landed file; of an archive another one than its members'.</param>
/// <param name="OpenAsync">Opens the export's own bytes from their start.</param>
public sealed record LandedItem(LandedExport Export, LandingFile File, string FileSha256, Func<CancellationToken, Task<Stream>> OpenAsync)
{
    /// <summary>A fast hash of the landed file, for who reads it again.</summary>
    internal UInt128 FileCheck { get; init; }

    /// <summary>Why it cannot be used, as an identifier; <see langword="null"/> when it can.</summary>
    public string? RefusalCode { get; init; }

    /// <summary>The same as a sentence that says what to do.</summary>
    public string RefusalSentence { get; init; } = "";

    /// <summary>Whether it lies in an archive.</summary>
    public bool IsMember => Export.Member >= 0;
}
