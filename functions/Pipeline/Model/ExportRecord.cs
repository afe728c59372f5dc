using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Pipeline.Model;

/// <summary>What became of an export.</summary>
public enum ExportOutcome
{
    /// <summary>Its rows are facts, rejections or counted exclusions.</summary>
    Accepted,

    /// <summary>It is known and carries nothing for us.</summary>
    Ignored,

    /// <summary>It cannot be used; <see cref="ExportRecord.Sentence"/> says what to do.</summary>
    Refused,
}

/// <summary>What the lake knows of one export: the ledger has one for every landed table, by content. A workbook may be several.</summary>
public sealed record ExportRecord
{
    /// <summary>The <c>file_id</c> of its rows: what identifies it.</summary>
    public required string FileId { get; init; }

    /// <summary>The SHA-256 of the file's bytes, 64 lower-case hexadecimal digits.</summary>
    public required string Sha256 { get; init; }

    /// <summary>The name the user gave it. Data, never part of a path.</summary>
    public required string FileName { get; init; }

    /// <summary>Where its bytes lie.</summary>
    public required string RawPath { get; init; }

    public required long ByteCount { get; init; }

    /// <summary>When the landed file was last changed.</summary>
    public required DateTimeOffset ModifiedAt { get; init; }

    /// <summary>The source that recognised it; empty when none did.</summary>
    public required string Source { get; init; }

    public required ExportOutcome Outcome { get; init; }

    /// <summary>Why it was refused or ignored, as an identifier; empty when accepted.</summary>
    public string Reason { get; init; } = "";

    /// <summary>Why it was refused or ignored and what to do, as a sentence; empty when accepted.</summary>
    public string Sentence { get; init; } = "";

    /// <summary>For a file that nothing recognises: the text of a declaration that would read it, once its blanks are filled.</summary>
    public string Declaration { get; init; } = "";

    /// <summary>As of when it speaks: its own watermark.</summary>
    public DateTimeOffset? Watermark { get; init; }

    /// <summary>Whether keys that it lacks are gone.</summary>
    public bool IsFullSnapshot { get; init; }

    public long RowsIn { get; init; }

    public long Accepted { get; init; }

    public long Quarantined { get; init; }

    /// <summary>Rows that are no facts, by reason.</summary>
    public ImmutableSortedDictionary<string, long> Excluded { get; init; } = ImmutableSortedDictionary<string, long>.Empty;

    /// <summary>Things worth a look, by kind, with the number of rows.</summary>
    public ImmutableSortedDictionary<string, long> Warnings { get; init; } = ImmutableSortedDictionary<string, long>.Empty;

    /// <summary>Rejected rows, by rule.</summary>
    public ImmutableSortedDictionary<string, long> Rules { get; init; } = ImmutableSortedDictionary<string, long>.Empty;

    /// <summary>What it gave to which table.</summary>
    public ImmutableArray<TableShare> Tables { get; init; } = [];

    /// <summary>The settings and source version it was read with.</summary>
    public string ReadingHash { get; init; } = "";

    /// <summary>The name of the work of merging it, in the logs of the tables it feeds.</summary>
    [JsonIgnore]
    public string Transaction => $"{Work}{Source}/{Sha256}/{FileId}/{ReadingHash}";

    private const string Work = "ingest/";

    /// <summary>The <see cref="Transaction"/> in the name of some work, which a rebuild sets apart by a prefix; <see langword="null"/> when it is other work.</summary>
    public static string? TransactionIn(string work)
    {
        var start = work.IndexOf(Work, StringComparison.Ordinal);
        return start == 0 || (start > 0 && work[start - 1] == '/') ? work[start..] : null;
    }

    /// <summary>The <see cref="FileId"/> in a <see cref="Transaction"/>.</summary>
    public static string FileIdIn(string transaction) => transaction.Split('/') is [.., var fileId, _] ? fileId : "";
}

/// <summary>What one export gave to one table.</summary>
/// <param name="Table">The name of the table.</param>
/// <param name="Authority">See <see cref="TableBatch"/>.</param>
/// <param name="Rows">Rows, before any of them lost to another row of the same key.</param>
/// <param name="Scopes">The source systems, accounts and objects it speaks of.</param>
/// <param name="Coverage">For tables that replace the days they cover: which.</param>
public sealed record TableShare(
    string Table, int Authority, long Rows, ImmutableArray<SourceScope> Scopes, ImmutableArray<CoveredDays> Coverage);

/// <summary>Whose keys a row's key is unique among.</summary>
public sealed record SourceScope(string System, string Account, string Object);

/// <summary>Days of one cost of one account that an export speaks of, both ends included.</summary>
/// <param name="System">The source system.</param>
/// <param name="Account">The account within it.</param>
/// <param name="Channel">The channel.</param>
/// <param name="CostType">The kind of cost.</param>
/// <param name="FirstDay">Days since 1970-01-01.</param>
/// <param name="LastDay">Days since 1970-01-01, included.</param>
public sealed record CoveredDays(string System, string Account, string Channel, string CostType, int FirstDay, int LastDay);
