using System.CommandLine;
using System.Globalization;
using Pipeline.App.Report;
using Pipeline.Metrics;
using Pipeline.Model;

namespace Pipeline.App.Commands;

/// <summary><c>pipeline recompute --from D --to D</c>: computes published days again from facts.</summary>
internal static class RecomputeCommand
{
    public static Command Create(ProgramContext context)
    {
        var (lake, json) = (CommonOptions.Lake(), CommonOptions.Json());
        var from = CommonOptions.Day("--from", "The first day to compute again.");
        var to = CommonOptions.Day("--to", "The last day to compute again, included.");
        from.Required = to.Required = true;
        var metrics = new Option<string[]>("--metrics") { Description = "Only these metrics, by the ids that 'pipeline metrics' lists; all by default.", HelpName = "ID", AllowMultipleArgumentsPerToken = true };
        var isDryRun = new Option<bool>("--dry-run") { Description = "Only say what would change." };
        var command = new Command("recompute", "Compute days again from the facts in the lake, and publish what changed.") { from, to, metrics, isDryRun, lake, json };
        command.SetAction((result, cancellationToken) => RunAsync(
            new Belt(new Lake(context, result.GetRequiredValue(lake)), context),
            new Screen(context, result.GetValue(json)),
            (result.GetValue(from)!.Value, result.GetValue(to)!.Value, result.GetValue(metrics) ?? [], result.GetValue(isDryRun)),
            cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(Belt belt, Screen screen, (DateOnly From, DateOnly To, string[] Metrics, bool IsDryRun) request, CancellationToken cancellationToken)
    {
        await belt.Lake.MustExistAsync(cancellationToken).ConfigureAwait(false);
        var scope = RecomputeScope.Of(request.From, request.To, request.Metrics);
        var receipt = await screen.WatchAsync(progress => belt.RecomputeAsync(new(belt.NewRunId(), scope, request.IsDryRun), progress, cancellationToken)).ConfigureAwait(false);
        var tables = receipt.Tables.Select(table => new RecomputedTable("metrics/" + table.Table, table.ChunksWritten, table.Version)).ToArray();
        var report = new RecomputeReport(belt.Lake.Shown, Text(request.From), Text(request.To), request.IsDryRun, tables);
        screen.Write(report, ReportJson.Readable.RecomputeReport, () =>
        {
            var changed = tables.Where(table => table.Parts.Count > 0).ToArray();
            screen.Line(changed.Length == 0 ? $"Nothing differs from what is published for {report.From} to {report.To}." : request.IsDryRun ? "Would be written:" : "Written:");
            foreach (var table in changed) { screen.Line($"  {table.Table}: {string.Join(", ", table.Parts)}"); }
        });
        return ExitCodes.Done;
    }

    private static string Text(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
