using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using Pipeline.App.Report;
using Pipeline.Land;
using Pipeline.Model;

namespace Pipeline.App.Commands;

/// <summary><c>pipeline status</c>: what is in a lake.</summary>
internal static class StatusCommand
{
    public static Command Create(ProgramContext context)
    {
        var (lake, json) = (CommonOptions.Lake(), CommonOptions.Json());
        var command = new Command("status", "Show what is in a lake: exports and what became of them, tables, the newest day.") { lake, json };
        command.SetAction((result, cancellationToken) =>
            RunAsync(new Lake(context, result.GetRequiredValue(lake)), new Screen(context, result.GetValue(json)), cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(Lake lake, Screen screen, CancellationToken cancellationToken)
    {
        await lake.MustExistAsync(cancellationToken).ConfigureAwait(false);
        var settings = await lake.Settings.ReadAsync(cancellationToken).ConfigureAwait(false);
        var ledger = await new ExportLedger(lake.Store, lake.Delta).ReadAsync(cancellationToken).ConfigureAwait(false);
        var snapshot = await Snapshot.TryReadAsync(lake, days: 1, cancellationToken).ConfigureAwait(false);
        var report = new StatusReport(
            lake.Shown,
            snapshot is null ? "" : Text(snapshot.Newest),
            settings.ConfigHash,
            RowsReport.Of(ledger.Settled),
            [.. ledger.Settled.OrderBy(record => record.FileName, StringComparer.Ordinal).Select(Describe)],
            ledger.Announced.Length,
            await TablesAsync(lake, cancellationToken).ConfigureAwait(false));
        screen.Write(report, ReportJson.Readable.StatusReport, () => Write(screen, report));
        return ExitCodes.Done;
    }

    private static void Write(Screen screen, StatusReport report)
    {
        screen.Line($"{report.Lake}: {report.Exports.Count} exports, {(report.Day.Length == 0 ? "no metrics yet" : "metrics up to " + report.Day)}, settings {report.ConfigHash[..12]}");
        if (report.Unfinished > 0) { screen.Line($"{report.Unfinished} exports were left unfinished; the next run finishes them."); }
        screen.Heading("Exports");
        screen.Table(
            ["File", "Source", "Outcome", "As of", "Accepted", "Quarantined", "Left out"],
            report.Exports.Select(export => new[]
            {
                RunReportText.Printable(export.File), export.Source, export.Outcome, export.Watermark, RunReportText.Count(export.Accepted), RunReportText.Count(export.Quarantined), RunReportText.Count(export.Excluded),
            }),
            endsInNumbers: true);
        foreach (var export in report.Exports.Where(export => export.Sentence.Length > 0)) { screen.Line($"  {RunReportText.Printable(export.File)}: {export.Sentence}"); }
        screen.Heading("Fact tables");
        screen.Table(["Table", "Version", "Rows"], report.Tables.Select(table => new[] { table.Table, table.Version.ToString(CultureInfo.InvariantCulture), RunReportText.Count(table.Rows) }), endsInNumbers: true);
    }

    private static ExportStatus Describe(ExportRecord record) => new(
        record.FileName,
        record.Source,
        record.Outcome switch { ExportOutcome.Accepted => "accepted", ExportOutcome.Ignored => "ignored", _ => "refused" },
        record.Sentence,
        record.Watermark is { } at ? Text(DateOnly.FromDateTime(at.UtcDateTime)) : "",
        record.RowsIn,
        record.Accepted,
        record.Quarantined,
        record.Excluded.Values.Sum(),
        record.Sha256);

    private static async Task<ImmutableArray<TableStatus>> TablesAsync(Lake lake, CancellationToken cancellationToken)
    {
        var tables = ImmutableArray.CreateBuilder<TableStatus>();
        foreach (var table in FactTableCatalog.All)
        {
            if (await lake.ReadTableAsync(table.Path, cancellationToken).ConfigureAwait(false) is not { } snapshot) { continue; }
            tables.Add(new TableStatus(table.Path, snapshot.Version, snapshot.Files.Sum(file => file.RowCount)));
        }

        return tables.ToImmutable();
    }

    private static string Text(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
