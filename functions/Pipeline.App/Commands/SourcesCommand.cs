using System.CommandLine;
using Pipeline.App.Report;
using Pipeline.Parse;
using Pipeline.Parse.Sources;

namespace Pipeline.App.Commands;

/// <summary><c>pipeline sources</c>: the kinds of exports that are understood.</summary>
internal static class SourcesCommand
{
    public static Command Create(ProgramContext context)
    {
        var json = CommonOptions.Json();
        var command = new Command("sources", "List the kinds of exports that are recognised, by what columns, and what they become.") { json };
        command.SetAction(result => Run(new Screen(context, result.GetValue(json))));
        return command;
    }

    private static int Run(Screen screen)
    {
        SourceReport[] sources = [.. SourceList.All.Select(Describe).OrderBy(source => source.Name, StringComparer.Ordinal)];
        screen.Write(new SourcesReport(sources), ReportJson.Readable.SourcesReport, () =>
        {
            screen.Table(["Source", "Recognised by", "Becomes"], sources.Where(source => source.IgnoredBecause.Length == 0).Select(source => new[] { source.Name, source.RecognisedBy, string.Join(", ", source.Tables) }));
            screen.Line();
            screen.Line($"{sources.Count(source => source.IgnoredBecause.Length > 0)} more kinds of files are recognised and ignored, each with its reason (--json lists them). Files are recognised by their columns, never by their names.");
        });
        return ExitCodes.Done;
    }

    private static SourceReport Describe(SourceDefinition source) => new(
        source.Name,
        source.System,
        source.Object,
        source.Format,
        source.Version,
        string.Join(", ", source.Signature.All.Where(header => !header.IsEmpty).Select(header => header.Names[0])),
        [.. source.Outputs.Select(output => output.Table.Name).Distinct(StringComparer.Ordinal)],
        source.IgnoredBecause ?? "");
}
