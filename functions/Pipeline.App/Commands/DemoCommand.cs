using System.CommandLine;
using System.Text;
using Pipeline.App.Demo;
using Pipeline.App.Report;

namespace Pipeline.App.Commands;

/// <summary><c>pipeline demo</c>: a fictional company's exports, and the whole job on them.</summary>
internal static class DemoCommand
{
    private const int LargestScale = 200;

    public static Command Create(ProgramContext context)
    {
        var (lake, json) = (CommonOptions.Lake(), CommonOptions.Json());
        var exports = new Option<string>("--exports") { Description = "Where the company's exports are written.", HelpName = "DIR", DefaultValueFactory = _ => "./demo-exports" };
        var seed = new Option<int>("--seed") { Description = "Where chance starts: another seed, another company.", DefaultValueFactory = _ => (int)DemoCompany.DefaultSeed };
        var scale = new Option<int>("--scale") { Description = $"How many times 600 customers, 1 to {LargestScale}.", DefaultValueFactory = _ => 1 };
        scale.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is < 1 or > LargestScale) { result.AddError($"--scale must lie between 1 and {LargestScale}"); }
        });
        var command = new Command("demo", "Write three years of exports of a fictional company, and run the whole job on them.") { lake, exports, seed, scale, json };
        command.SetAction((result, cancellationToken) => RunAsync(
            new Lake(context, result.GetRequiredValue(lake)),
            context,
            new Request(context.PathOf(result.GetRequiredValue(exports)), result.GetValue(seed), result.GetValue(scale), result.GetValue(json)),
            cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(Lake lake, ProgramContext context, Request request, CancellationToken cancellationToken)
    {
        await MarkAsync(lake, request.Exports, cancellationToken).ConfigureAwait(false);
        var files = DemoExports.Of(DemoCompany.Create(unchecked((ulong)request.Seed), request.Scale));
        var written = DemoExports.Write(files, request.Exports);
        if (!request.IsJson && written > 0) { await context.Output.WriteLineAsync($"Wrote {written} exports of Harbor Desk, a company that does not exist, to {context.Shown(request.Exports)}").ConfigureAwait(false); }
        // Everything in the demo is invented, so its key may be known; a fixed one makes every run the same.
        var known = context with { NewHashKey = () => Encoding.ASCII.GetBytes("the demo's key: 32 known letters") };
        var run = new RunRequest(LandingFolder.Files(request.Exports, lake.Folder), context.Shown(request.Exports), AsOf: null, request.IsJson);
        return await RunReporter.RunAsync(new Belt(lake, known), context, run, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Makes the lake the demo's, unless it is somebody's.</summary>
    private static async Task MarkAsync(Lake lake, string exports, CancellationToken cancellationToken)
    {
        if (await lake.DemoExportsAsync(cancellationToken).ConfigureAwait(false) is not null) { return; }
        if (!await lake.IsEmptyAsync(cancellationToken).ConfigureAwait(false))
        {
            throw new RefusalException($"{lake.Shown} is not empty and not the demo's; choose another with --lake, so that invented numbers do not mix with yours");
        }

        var mark = Encoding.UTF8.GetBytes(exports);
        await lake.Store.TryCreateAsync(Lake.DemoMark, (stream, token) => stream.WriteAsync(mark, token).AsTask(), cancellationToken).ConfigureAwait(false);
    }

    private sealed record Request(string Exports, int Seed, int Scale, bool IsJson);
}
