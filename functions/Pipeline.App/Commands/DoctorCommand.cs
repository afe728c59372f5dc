using System.CommandLine;
using Pipeline.App.Doctor;
using Pipeline.App.Report;

namespace Pipeline.App.Commands;

/// <summary><c>pipeline doctor</c>: checks a lake without changing it.</summary>
internal static class DoctorCommand
{
    public static Command Create(ProgramContext context)
    {
        var (lake, json) = (CommonOptions.Lake(), CommonOptions.Json());
        var command = new Command("doctor", "Check a lake: settings, logs without gaps, every live file, raw bytes against their hashes. Changes nothing.") { lake, json };
        command.SetAction((result, cancellationToken) =>
            RunAsync(new Lake(context, result.GetRequiredValue(lake)), new Screen(context, result.GetValue(json)), cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(Lake lake, Screen screen, CancellationToken cancellationToken)
    {
        lake.MustExist();
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
            screen.Line(report.IsHealthy ? $"{lake.Shown} is sound." : $"{lake.Shown} has problems. Raw exports are the truth: keep {lake.Shown}/raw, and a new lake made from it will hold the same numbers.");
        });
        return report.IsHealthy ? ExitCodes.Done : ExitCodes.Refused;
    }
}
