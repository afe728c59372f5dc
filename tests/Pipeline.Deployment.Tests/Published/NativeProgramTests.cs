using System.Diagnostics;
using System.Text.Json.Nodes;
using Pipeline.Deployment.Tests.Host;
using Pipeline.Testing;

namespace Pipeline.Deployment.Tests.Published;

/// <summary>The program as native code: nothing is compiled at run time, and whatever was trimmed too far is missing only then.</summary>
[Collection(PublishedProgramGroup.Name)]
public sealed class NativeProgramTests(PublishedProgram portable) : IDisposable
{
    private static readonly string Place = Path.Combine(Oracles.Root, "artifacts", "native-program");
    private static readonly string Executable = Path.Combine(Place, "app", "pipeline");

    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Native_program_makes_the_tables_that_the_portable_one_makes()
    {
        // Where 'dotnet publish' would not make native code by itself.
        if (!File.Exists("/usr/bin/clang") && !File.Exists("/usr/bin/gcc")) { Assert.Skip("native code is linked by clang or gcc, and neither is in /usr/bin"); }
        await PublishedProgram.PublishAsync(Path.Combine(Place, "app"), Path.Combine(Place, "build"), "-p:PublishAot=true");
        using var demo = await DemoExports.MakeAsync(portable.Executable, Cancellation);

        await MakesTheSameTablesAsync(demo);
        await ReadsAWorkbookAsync();
    }

    private async Task MakesTheSameTablesAsync(DemoExports demo)
    {
        // E-mail addresses become hashes under a key that each lake draws for itself.
        File.Copy(Path.Combine(demo.Lake, ".hash-key"), Path.Combine(Directory.CreateDirectory(_folder["lake"]).FullName, ".hash-key"));

        Assert.Equal(0, (int)(await RunAsync("run", demo.Exports, "--lake", _folder["lake"]))["files"]!["refused"]!);
        await LakeComparison.MustBeEqualAsync(demo.Lake, _folder["lake"], "native", Cancellation);
    }

    private async Task ReadsAWorkbookAsync()
    {
        var costs = SmallWorkbook.Of(["date", "channel", "cost_type", "amount", "currency", "description"], ["2026-01-05", "Events", "events", 120.5, "USD", "a stand"]);
        await File.WriteAllBytesAsync(Path.Combine(Directory.CreateDirectory(_folder["books"]).FullName, "costs.xlsx"), costs, Cancellation);

        Assert.Equal(1, (int)(await RunAsync("run", _folder["books"], "--lake", _folder["book-lake"]))["rows"]!["accepted"]!);
    }

    private async Task<JsonNode> RunAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo(Executable, [.. arguments, "--json"]) { WorkingDirectory = _folder.Path, UseShellExecute = false, RedirectStandardOutput = true };
        using var run = Process.Start(start)!;
        var output = await run.StandardOutput.ReadToEndAsync(Cancellation);
        await run.WaitForExitAsync(Cancellation);
        Assert.True(run.ExitCode == 0, output);
        return JsonNode.Parse(output)!;
    }
}
