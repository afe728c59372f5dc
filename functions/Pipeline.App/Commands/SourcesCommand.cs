using System.CommandLine;
using Pipeline.App.Report;
using Pipeline.Parse;

namespace Pipeline.App.Commands;

/// <summary><c>pipeline sources</c>: the kinds of exports that are understood.</summary>
internal static class SourcesCommand
{
    public static Command Create(ProgramContext context)
    {
        var (lake, json) = (CommonOptions.Lake(), CommonOptions.Json());
        var command = new Command("sources", "List the kinds of exports that are recognised, by what columns, and what they become; with those that the lake declares in sources/*.json.") { lake, json };
        command.SetAction((result, cancellationToken) =>
            RunAsync(new Lake(context, result.GetRequiredValue(lake)), new Screen(context, result.GetValue(json)), cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(Lake lake, Screen screen, CancellationToken cancellationToken)
    {
        var known = await SourceSet.ReadAsync(lake, cancellationToken).ConfigureAwait(false);
        SourceReport[] sources = [.. known.Catalog.All.Select(Describe).OrderBy(source => source.Name, StringComparer.Ordinal)];
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
