using System.Collections.Immutable;
using Pipeline.Model;
using Pipeline.Parse;

namespace Pipeline;

/// <summary>Writes down what became of the tables of one landed file.</summary>
internal sealed class ExportOutcomes(LandedExport export, string readingHash)
{
    private int _without;

    public ExportRecord Refused(string sourceName, ExportRefused refused) => Record(NextFileId()) with
    {
        Source = sourceName,
        Outcome = ExportOutcome.Refused,
        Reason = refused.Code,
        Sentence = refused.Sentence,
        Declaration = refused.Declaration ?? "",
    };

    public ExportRecord Ignored(ExportIgnored ignored) => Record(NextFileId()) with
    {
        Source = ignored.SourceName,
        Outcome = ExportOutcome.Ignored,
        Reason = "ignored",
        Sentence = ignored.Reason,
    };

    /// <summary>The record of a table that is about to be read.</summary>
    public ExportRecord Begin(RecognisedExport table) => Record(table.FileId) with
    {
        Source = table.Source.Name,
        Watermark = table.SnapshotAt,
        IsFullSnapshot = table.IsFullSnapshot,
    };

    public ExportRecord Accepted(
        RecognisedExport table, ExportReport report, ImmutableArray<TableShare> shares, ImmutableSortedDictionary<string, long> rules) => Begin(table) with
    {
        RowsIn = report.Counts.RowsIn,
        Accepted = report.Counts.Accepted,
        Quarantined = report.Counts.Quarantined,
        Excluded = report.Counts.Excluded,
        Warnings = report.Warnings,
        Rules = rules,
        Tables = [.. shares.Select(share => Widen(share, report))],
    };

    private ExportRecord Record(string fileId) => new()
    {
        FileId = fileId,
        Sha256 = export.Sha256,
        FileName = export.Name,
        RawPath = export.RawPath,
        ByteCount = export.Length,
        ModifiedAt = export.ModifiedAt,
        Source = "",
        Outcome = ExportOutcome.Accepted,
        ReadingHash = readingHash,
    };

    // A file has one record for each table that could not be read; the first keeps the file's own id.
    private string NextFileId() => _without++ == 0 ? export.FileId : $"{export.FileId}-{_without}";

    /// <summary>An export that names its days speaks for all of them, also for those without a row.</summary>
    private static TableShare Widen(TableShare share, ExportReport report) => share with
    {
        Coverage = report.Days is not { } range ? share.Coverage : [.. share.Coverage.Select(days => days with
        {
            FirstDay = Math.Min(days.FirstDay, Epoch.Day(range.Start)),
            LastDay = Math.Max(days.LastDay, Epoch.Day(range.End) - 1),
        })],
    };
}
