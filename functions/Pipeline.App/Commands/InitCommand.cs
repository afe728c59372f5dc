using System.CommandLine;
using Pipeline.App.Report;
using Pipeline.App.Settings;

namespace Pipeline.App.Commands;

/// <summary><c>pipeline init</c>: writes the settings file with every default.</summary>
internal static class InitCommand
{
    public static Command Create(ProgramContext context)
    {
        var (lake, json) = (CommonOptions.Lake(), CommonOptions.Json());
        var command = new Command("init", "Write pipeline.json with every default, its JSON Schema, and that of your own sources, at the root of the lake.") { lake, json };
        command.SetAction((result, cancellationToken) =>
            RunAsync(new Lake(context, result.GetRequiredValue(lake)), new Screen(context, result.GetValue(json)), cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(Lake lake, Screen screen, CancellationToken cancellationToken)
    {
        var isNew = await lake.Settings.InitializeAsync(cancellationToken).ConfigureAwait(false);
        var settings = await lake.Settings.ReadAsync(cancellationToken).ConfigureAwait(false);
        var report = new InitReport(lake.Shown, $"{lake.Shown}/{SettingsReader.FileName}", isNew, settings.ConfigHash);
        screen.Write(report, ReportJson.Readable.InitReport, () => screen.Line(isNew
            ? $"Wrote {report.Settings} with every default, and {SettingsStore.SchemaFile} beside it. Change what differs in your company, then run."
            : $"{report.Settings} is already there and valid; nothing was changed."));
        return ExitCodes.Done;
    }
}
