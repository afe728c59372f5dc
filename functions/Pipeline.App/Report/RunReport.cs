using System.Collections.Immutable;
using Pipeline.Model;
using Pipeline.Publish;

namespace Pipeline.App.Report;

/// <summary>What a run did, and the numbers it came to.</summary>
internal sealed record RunReport
{
    public required string Lake { get; init; }

    public required string Exports { get; init; }

    /// <summary>The newest day that has numbers, as 2026-06-30; empty when there is none.</summary>
    public required string Day { get; init; }

    /// <summary>Whether nothing was written: every file was known.</summary>
    public required bool NothingNew { get; init; }

    /// <summary>Whether settings or sources had changed, so that all kept exports were read again.</summary>
    public required bool Rebuilt { get; init; }

    public required FilesReport Files { get; init; }

    public required RowsReport Rows { get; init; }

    public required IReadOnlyList<HeadlineReport> Headlines { get; init; }

    public required IReadOnlyList<QuarantineReport> Quarantine { get; init; }

    public required IReadOnlyList<FileNote> Refused { get; init; }

    public required IReadOnlyList<FileNote> Ignored { get; init; }

    public required IReadOnlyList<WarningReport> Warnings { get; init; }

    /// <summary>Paths worth opening.</summary>
    public required IReadOnlyList<string> Open { get; init; }

    public required double Seconds { get; init; }
}

internal sealed record FilesReport(int Found, int New, int Accepted, int Ignored, int Refused)
{
    public static FilesReport Of(int found, ImmutableArray<ExportRecord> records) => new(
        found,
        records.Length,
        records.Count(record => record.Outcome is ExportOutcome.Accepted),
        records.Count(record => record.Outcome is ExportOutcome.Ignored),
        records.Count(record => record.Outcome is ExportOutcome.Refused));
}

/// <summary>Rows in = accepted + quarantined + excluded; and the excluded ones by reason.</summary>
internal sealed record RowsReport(long In, long Accepted, long Quarantined, long Excluded, IReadOnlyDictionary<string, long> ExcludedBy)
{
    public static RowsReport Of(ImmutableArray<ExportRecord> records) => new(
        records.Sum(record => record.RowsIn),
        records.Sum(record => record.Accepted),
        records.Sum(record => record.Quarantined),
        records.Sum(record => record.Excluded.Values.Sum()),
        records.SelectMany(record => record.Excluded).GroupBy(reason => reason.Key, StringComparer.Ordinal)
            .ToImmutableSortedDictionary(group => group.Key, group => group.Sum(reason => reason.Value), StringComparer.Ordinal));
}

internal sealed record HeadlineReport(string Metric, string Label, double? Value, string Text, string Currency, string NullReason, bool IsComplete)
{
    public static HeadlineReport Of(Headline headline) => new(
        headline.Definition.Metric, headline.Definition.Label, headline.Value, headline.Text, headline.Currency, headline.NullReason, headline.IsComplete);
}

/// <summary>Rows that one rule put into quarantine.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="Rows">How many.</param>
/// <param name="Example">File, row and column of one of them; never the value, which may be personal.</param>
internal sealed record QuarantineReport(string Rule, long Rows, string Example);

/// <summary>A file that was not used, and the sentence that says why and what to do.</summary>
/// <param name="File">Its name.</param>
/// <param name="Reason">An identifier.</param>
/// <param name="Sentence">What is wrong and what to do.</param>
/// <param name="Declaration">For a file that nothing recognises, the text of a <c>sources/*.json</c> that would read it once its blanks are filled.</param>
internal sealed record FileNote(string File, string Reason, string Sentence, string Declaration)
{
    public static IReadOnlyList<FileNote> Of(ImmutableArray<ExportRecord> records, ExportOutcome outcome) =>
    [
        .. records.Where(record => record.Outcome == outcome)
            .OrderBy(record => record.FileName, StringComparer.Ordinal)
            .Select(record => new FileNote(record.FileName, record.Reason, record.Sentence, record.Declaration)),
    ];
}

internal sealed record WarningReport(string Kind, long Rows, IReadOnlyList<string> Files)
{
    public static IReadOnlyList<WarningReport> Of(ImmutableArray<ExportRecord> records) =>
    [
        .. records.SelectMany(record => record.Warnings.Select(warning => (Kind: warning.Key, Rows: warning.Value, record.FileName)))
            .GroupBy(warning => warning.Kind, StringComparer.Ordinal)
            .OrderBy(group => group.Key, StringComparer.Ordinal)
            .Select(group => new WarningReport(group.Key, group.Sum(warning => warning.Rows), [.. group.Select(warning => warning.FileName).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)])),
    ];
}
