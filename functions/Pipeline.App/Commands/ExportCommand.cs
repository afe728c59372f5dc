using System.Collections.Immutable;
using System.CommandLine;
using Pipeline.App.Report;
using Pipeline.Publish;

namespace Pipeline.App.Commands;

/// <summary><c>pipeline export</c>: writes the small files of <c>exports/latest</c> again from the published tables.</summary>
internal static class ExportCommand
{
    public static Command Create(ProgramContext context)
    {
        var (lake, json) = (CommonOptions.Lake(), CommonOptions.Json());
        var command = new Command("export", "Write the small CSV and Parquet files of exports/latest again from the published tables.") { lake, json };
        command.SetAction((result, cancellationToken) =>
            RunAsync(new Lake(context, result.GetRequiredValue(lake)), new Screen(context, result.GetValue(json)), cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(Lake lake, Screen screen, CancellationToken cancellationToken)
    {
        await lake.MustExistAsync(cancellationToken).ConfigureAwait(false);
        var snapshot = await Snapshot.ReadAsync(lake, cancellationToken).ConfigureAwait(false);
        var files = LatestExports.Of(snapshot.Schema, snapshot.Latest);
        var written = await LatestExports.WriteAsync(lake.Store, files, cancellationToken).ConfigureAwait(false);
        var report = new ExportReport(lake.Shown, [.. files.Keys.Select(path => $"{lake.Shown}/{path}")], [.. written.Select(path => $"{lake.Shown}/{path}")]);
        screen.Write(report, ReportJson.Readable.ExportReport, () =>
        {
            screen.Line(written.Length == 0 ? "The files hold the newest numbers already; nothing was written." : $"Wrote {written.Length} of {files.Count} files.");
            foreach (var path in report.Files) { screen.Line("  " + path); }
        });
        return ExitCodes.Done;
    }
}
