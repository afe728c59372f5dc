using System.Diagnostics;
using Pipeline.Testing;

namespace Pipeline.Deployment.Tests.Host;

/// <summary>The demo company's exports and the lake that a published program makes of them in one local run: what every other way must come to.</summary>
internal sealed class DemoExports : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private DemoExports()
    {
    }

    public string Exports => _folder["demo-exports"];

    public string Lake => _folder["lake"];

    /// <summary>The exports by their path below their folder, with forward slashes.</summary>
    public IEnumerable<string> Files => Directory.EnumerateFiles(Exports, "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(Exports, file).Replace('\\', '/')).Order(StringComparer.Ordinal);

    /// <param name="executable">A published program.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task<DemoExports> MakeAsync(string executable, CancellationToken cancellationToken)
    {
        var exports = new DemoExports();
        var start = new ProcessStartInfo(executable, ["demo", "--json"]) { WorkingDirectory = exports._folder.Path, UseShellExecute = false, RedirectStandardOutput = true };
        using var demo = Process.Start(start)!;
        var output = await demo.StandardOutput.ReadToEndAsync(cancellationToken);
        await demo.WaitForExitAsync(cancellationToken);
        Assert.True(demo.ExitCode == 0, output);
        return exports;
    }

    /// <summary>Lands every export in a lake that hashes as this one does.</summary>
    public void LandIn(string lake)
    {
        // E-mail addresses become hashes under a key that each lake draws for itself.
        Directory.CreateDirectory(lake);
        File.Copy(Path.Combine(Lake, ".hash-key"), Path.Combine(lake, ".hash-key"));
        foreach (var file in Files)
        {
            var landed = Path.Combine(lake, "landing", file);
            Directory.CreateDirectory(Path.GetDirectoryName(landed)!);
            File.Copy(Path.Combine(Exports, file), landed);
        }
    }

    public void Dispose() => _folder.Dispose();
}
