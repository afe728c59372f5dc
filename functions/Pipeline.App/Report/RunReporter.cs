using System.Collections.Immutable;
using System.Globalization;
using Pipeline.Facts;
using Pipeline.Land;
using Pipeline.Model;
using Pipeline.Parquet;
using Pipeline.Publish;

namespace Pipeline.App.Report;

/// <summary>What to run.</summary>
/// <param name="Files">The exports.</param>
/// <param name="Folder">Where they lie, as shown to the person.</param>
/// <param name="AsOf">The last day to compute; by default the newest in the exports.</param>
/// <param name="IsJson">Whether to report for machines.</param>
internal sealed record RunRequest(ImmutableArray<LandingFile> Files, string Folder, DateOnly? AsOf, bool IsJson);

/// <summary>Runs the belt under the eyes of a person and reports what came of it.</summary>
internal static class RunReporter
{
    private const int MostRules = 8;

    /// <returns>0, or 1 when files were refused or nothing could be computed.</returns>
    public static async Task<int> RunAsync(Belt belt, ProgramContext context, RunRequest request, CancellationToken cancellationToken)
    {
        var started = context.Clock.GetTimestamp();
        var screen = new Screen(context, request.IsJson);
        context.BeforeWork();
        var run = await screen.WatchAsync(progress => belt.RunAsync(request.Files, request.AsOf, progress, cancellationToken)).ConfigureAwait(false);
        var snapshot = await Snapshot.TryReadAsync(belt.Lake, days: 1, cancellationToken).ConfigureAwait(false);
        var records = run.Landing.Exports;
        var report = new RunReport
        {
            Lake = belt.Lake.Shown,
            Exports = request.Folder,
            Day = snapshot?.Newest.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "",
            NothingNew = run.IsNothingNew,
            Rebuilt = run.IsRebuilt,
            Files = FilesReport.Of(request.Files.Length, records),
            Rows = RowsReport.Of(records),
            Headlines = snapshot is null ? [] : [.. SnapshotSelection.Headlines(snapshot.Latest, snapshot.Newest).Select(HeadlineReport.Of)],
            Quarantine = await QuarantineAsync(belt.Lake, records, cancellationToken).ConfigureAwait(false),
            Refused = FileNote.Of(records, ExportOutcome.Refused),
            Ignored = FileNote.Of(records, ExportOutcome.Ignored),
            Warnings = WarningReport.Of(records),
            Open = snapshot is null ? [] : Paths(belt.Lake),
            Seconds = Math.Round(context.Clock.GetElapsedTime(started).TotalSeconds, 2),
        };
        screen.Write(report, ReportJson.Readable.RunReport, () => RunReportText.Write(screen, report));
        return report.Refused.Count > 0 || snapshot is null ? ExitCodes.Refused : ExitCodes.Done;
    }

    private static string[] Paths(Lake lake) =>
    [
        $"{lake.Shown}/{LatestExports.Folder}summary.txt",
        $"{lake.Shown}/{LatestExports.Folder}headline_metrics.csv",
        $"{lake.Shown}/{Snapshot.Path}",
        $"{lake.Shown}/facts",
    ];

    private static async Task<ImmutableArray<QuarantineReport>> QuarantineAsync(Lake lake, ImmutableArray<ExportRecord> records, CancellationToken cancellationToken)
    {
        var counts = records.SelectMany(record => record.Rules).GroupBy(rule => rule.Key, StringComparer.Ordinal)
            .Select(group => (Rule: group.Key, Rows: group.Sum(rule => rule.Value)))
            .OrderByDescending(rule => rule.Rows).ThenBy(rule => rule.Rule, StringComparer.Ordinal).Take(MostRules).ToArray();
        if (counts.Length == 0) { return []; }
        var examples = await ExamplesAsync(lake, records, cancellationToken).ConfigureAwait(false);
        return [.. counts.Select(rule => new QuarantineReport(rule.Rule, rule.Rows, examples.GetValueOrDefault(rule.Rule, "")))];
    }

    /// <summary>For each rule where the first row lies that broke it, in the order of the files. The value stays in quarantine: it may be personal.</summary>
    private static async Task<Dictionary<string, string>> ExamplesAsync(Lake lake, ImmutableArray<ExportRecord> records, CancellationToken cancellationToken)
    {
        var files = records.Select((record, number) => (record.FileId, record.FileName, Number: number)).ToDictionary(file => file.FileId, StringComparer.Ordinal);
        var examples = new Dictionary<string, (int File, int Row, string Place)>(StringComparer.Ordinal);
        foreach (var batch in await lake.ReadRowsAsync(QuarantineIntake.Path, _ => true, OfRun, cancellationToken).ConfigureAwait(false))
        {
            for (var row = 0; row < batch.RowCount; row++)
            {
                var (_, name, file) = files[batch["file_id"].Texts!.RowText(row)];
                var (rule, column, number) = (batch["rule"].Texts!.RowText(row), batch["column_name"].Texts!.RowText(row), batch["row_number"].Int32s[row]);
                // Exports are read in the order of their size, which is nothing to a person.
                if (examples.TryGetValue(rule, out var known) && (known.File, known.Row).CompareTo((file, number)) <= 0) { continue; }
                var place = string.Create(CultureInfo.InvariantCulture, $"{RunReportText.Printable(name)}, row {number}");
                examples[rule] = (file, number, column.Length == 0 ? place : $"{place}, column '{RunReportText.Printable(column)}'");
            }
        }

        return examples.ToDictionary(example => example.Key, example => example.Value.Place, StringComparer.Ordinal);

        IEnumerable<ColumnBatch> OfRun(ColumnBatch batch) =>
            [RowSelection.Take(batch, [.. Enumerable.Range(0, batch.RowCount).Where(row => files.ContainsKey(batch["file_id"].Texts!.RowText(row)))])];
    }
}
