using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Pipeline.Benchmarks;

/// <summary>From starting the published program to its first HTTP answer, next to a bare ASP.NET Core minimal API that is published the same way.</summary>
/// <remarks>The two take turns, so that whatever else the machine does meets both. The median of the runs is the figure; processor time, which a busy machine disturbs less, stands beside it.</remarks>
internal static class StartupBenchmark
{
    private const int Runs = 11;

    private const string BareProgram = """
        var builder = WebApplication.CreateBuilder(args);
        builder.Logging.ClearProviders();
        var app = builder.Build();
        app.MapGet("/", () => "Hello World!");
        app.Run();
        """;

    private const string BareProject = """
        <Project Sdk="Microsoft.NET.Sdk.Web">
          <PropertyGroup>
            <TargetFramework>net10.0</TargetFramework>
            <ImplicitUsings>enable</ImplicitUsings>
            <SelfContained>true</SelfContained>
            <UseCurrentRuntimeIdentifier>true</UseCurrentRuntimeIdentifier>
            <PublishAot Condition="Exists('/usr/bin/clang') or Exists('/usr/bin/gcc')">true</PublishAot>
            <OptimizationPreference>Speed</OptimizationPreference>
            <PublishTrimmed>true</PublishTrimmed>
            <PublishReadyToRun Condition="'$(PublishAot)' != 'true'">true</PublishReadyToRun>
            <PublishReadyToRunComposite Condition="'$(PublishAot)' != 'true'">true</PublishReadyToRunComposite>
            <DebuggerSupport>false</DebuggerSupport>
            <TieredCompilation Condition="'$(PublishAot)' != 'true'">false</TieredCompilation>
            <TieredPGO>false</TieredPGO>
            <ConcurrentGarbageCollection>false</ConcurrentGarbageCollection>
          </PropertyGroup>
        </Project>
        """;

    public static async Task RunAsync(Results results)
    {
        var folder = Directory.CreateTempSubdirectory("startup-").FullName;
        try
        {
            var (bare, ours) = (PublishBare(folder), await PublishedProgram.BuildAsync());
            // Once each to bring both into the file cache.
            Start(bare, [], folder);
            Start(ours, ["serve"], folder);
            var (bareRuns, ourRuns) = (new List<StartTime>(), new List<StartTime>());
            for (var run = 0; run < Runs; run++)
            {
                bareRuns.Add(Start(bare, [], folder));
                ourRuns.Add(Start(ours, ["serve"], folder));
            }

            Show(results, ourRuns, bareRuns);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static string PublishBare(string folder)
    {
        var source = Directory.CreateDirectory(Path.Combine(folder, "bare-source")).FullName;
        File.WriteAllText(Path.Combine(source, "bare.csproj"), BareProject);
        File.WriteAllText(Path.Combine(source, "Program.cs"), BareProgram);
        return Publish(source, Path.Combine(folder, "bare"), "bare");
    }

    private static string Publish(string project, string target, string name, params string[] properties)
    {
        using var publish = Process.Start(new ProcessStartInfo("dotnet", ["publish", project, "-c", "Release", "-o", target, "-nologo", "-v", "quiet", .. properties]) { UseShellExecute = false })!;
        publish.WaitForExit();
        return publish.ExitCode == 0 ? Path.Combine(target, OperatingSystem.IsWindows() ? name + ".exe" : name) : throw new InvalidOperationException($"publishing {project} failed");
    }

    private static StartTime Start(string program, string[] args, string folder)
    {
        var port = FreePort();
        var start = new ProcessStartInfo(program, args) { UseShellExecute = false, RedirectStandardOutput = true, WorkingDirectory = Path.GetDirectoryName(program)! };
        start.Environment["ASPNETCORE_URLS"] = string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}");
        start.Environment["FUNCTIONS_CUSTOMHANDLER_PORT"] = port.ToString(CultureInfo.InvariantCulture);
        start.Environment["PIPELINE_LAKE"] = Path.Combine(folder, "lake");
        var began = Stopwatch.GetTimestamp();
        using var process = Process.Start(start)!;
        process.OutputDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        while (!TryAsk(port)) { Thread.Sleep(1); }
        var wall = Stopwatch.GetElapsedTime(began).TotalMilliseconds;
        var cpu = process.TotalProcessorTime.TotalMilliseconds;
        process.Kill();
        process.WaitForExit();
        return new(wall, cpu);
    }

    private static bool TryAsk(int port)
    {
        try
        {
            using var client = new TcpClient("127.0.0.1", port);
            using var stream = client.GetStream();
            stream.Write(Encoding.ASCII.GetBytes("GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n"));
            return stream.ReadByte() == 'H';
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private static void Show(Results results, List<StartTime> ours, List<StartTime> bare)
    {
        var (wall, cpu) = (Median(ours.Select(run => run.Wall)) / Median(bare.Select(run => run.Wall)), Median(ours.Select(run => run.Cpu)) / Median(bare.Select(run => run.Cpu)));
        results.Put(
            "Start to first answer",
            $"The published program as a custom handler, beside a bare ASP.NET Core minimal API published the same way; they took turns, {Runs} times each. Ratio of the medians: {Results.Number(wall)} in time, {Results.Number(cpu)} in processor time; at most 1.50 is allowed.",
            ["program", "median ms", "fastest ms", "slowest ms", "processor ms, median"],
            [Row("pipeline serve", ours), Row("bare minimal API", bare)]);
    }

    private static string[] Row(string name, List<StartTime> runs) =>
        [name, Results.Number(Median(runs.Select(run => run.Wall)), "0"), Results.Number(runs.Min(run => run.Wall), "0"), Results.Number(runs.Max(run => run.Wall), "0"), Results.Number(Median(runs.Select(run => run.Cpu)), "0")];

    private static double Median(IEnumerable<double> values) => values.Order().ElementAt(Runs / 2);

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <param name="Wall">Milliseconds from start to first answer.</param>
    /// <param name="Cpu">Milliseconds of processor time until then.</param>
    private readonly record struct StartTime(double Wall, double Cpu);
}
