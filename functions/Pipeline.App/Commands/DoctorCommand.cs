using System.CommandLine;
using Pipeline.App.Doctor;
using Pipeline.App.Report;

namespace Pipeline.App.Commands;

/// <summary><c>pipeline doctor</c>: checks a lake, and mends it from raw when told to.</summary>
internal static class DoctorCommand
{
    public static Command Create(ProgramContext context)
    {
        var (lake, json) = (CommonOptions.Lake(), CommonOptions.Json());
        var repair = new Option<bool>("--repair") { Description = "First make all facts again from the raw exports, then compute every day." };
        var command = new Command("doctor", "Check a lake: settings, logs without gaps, every live file, raw bytes against their hashes. Changes nothing unless told to repair.") { repair, lake, json };
        command.SetAction((result, cancellationToken) => RunAsync(
            new Belt(new Lake(context, result.GetRequiredValue(lake)), context), new Screen(context, result.GetValue(json)), result.GetValue(repair), cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(Belt belt, Screen screen, bool isRepair, CancellationToken cancellationToken)
    {
        var lake = belt.Lake;
        await lake.MustExistAsync(cancellationToken).ConfigureAwait(false);
        if (isRepair) { await screen.WatchAsync(progress => belt.RebuildAsync(progress, cancellationToken)).ConfigureAwait(false); }
        var findings = await screen.WatchAsync(progress => Checkup.RunAsync(lake, progress, cancellationToken)).ConfigureAwait(false);
        var report = new DoctorReport(lake.Shown, findings.All(finding => finding.Problems.Count == 0), [.. findings]);
        screen.Write(report, ReportJson.Readable.DoctorReport, () =>
        {
            foreach (var finding in findings)
            {
                screen.Line($"{(finding.Problems.Count == 0 ? "ok      " : "PROBLEM ")}{finding.Check}: {finding.Looked}");
                foreach (var problem in finding.Problems) { screen.Line("        " + problem); }
            }

            screen.Line();
            screen.Line(report.IsHealthy ? $"{lake.Shown} is sound." : $"{lake.Shown} has problems. Raw exports are the truth: 'pipeline doctor --repair --lake {lake.Shown}' makes facts and metrics again from them.");
        });
        return report.IsHealthy ? ExitCodes.Done : ExitCodes.Refused;
    }
}
