using System.Collections.Immutable;
using System.CommandLine;
using Pipeline.App.Report;

namespace Pipeline.App.Commands;

/// <summary><c>pipeline run [FOLDER]</c>: the whole job on a folder of exports.</summary>
internal static class RunCommand
{
    public static Command Create(ProgramContext context)
    {
        var (lake, json) = (CommonOptions.Lake(), CommonOptions.Json());
        var folder = new Argument<string>("FOLDER") { Description = "The folder of exports; folders in it are read too.", DefaultValueFactory = _ => "./exports" };
        var asOf = CommonOptions.Day("--as-of", "The last day to compute; by default the newest in the exports.");
        var command = new Command("run", "Read every new export in a folder, update the facts, compute and publish every day. Running it again changes nothing.") { folder, lake, asOf, json };
        command.SetAction((result, cancellationToken) => RunAsync(
            new Lake(context, result.GetRequiredValue(lake)),
            context,
            (context.PathOf(result.GetRequiredValue(folder)), result.GetValue(asOf), result.GetValue(json)),
            cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(Lake lake, ProgramContext context, (string Folder, DateOnly? AsOf, bool IsJson) request, CancellationToken cancellationToken)
    {
        var shown = context.Shown(request.Folder);
        if (!Directory.Exists(request.Folder)) { throw new RefusalException($"there is no folder {shown}; put your exports into one and name it: 'pipeline run FOLDER'"); }
        var demo = await lake.DemoExportsAsync(cancellationToken).ConfigureAwait(false);
        if (demo is not null && !string.Equals(context.PathOf(demo), request.Folder, StringComparison.Ordinal))
        {
            throw new RefusalException($"{lake.Shown} holds the demo company, and your exports must not mix with it; choose another with --lake, or delete {lake.Shown}");
        }

        var files = LandingFolder.Files(request.Folder, lake.Folder);
        if (files.IsEmpty) { throw new RefusalException($"{shown} holds no files; put your exports there (CSV, JSON, XLSX, gz or zip), under any name"); }
        return await RunReporter.RunAsync(new Belt(lake, context), context, new(files, shown, request.AsOf, request.IsJson), cancellationToken).ConfigureAwait(false);
    }
}
