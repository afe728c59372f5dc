using System.Globalization;
using Pipeline.Benchmarks.Processes;
using Pipeline.Testing;

namespace Pipeline.Benchmarks;

/// <summary>The exports and the peer that we are measured against. They lie beside the repository; without them there is nothing to compare with.</summary>
internal sealed class Yardstick
{
    private const string Ready = ".ready";
    private readonly string _folder;

    private Yardstick(string folder) => _folder = folder;

    private static string Source => Path.Combine(Oracles.Root, "..", "shared", "yardstick");

    /// <summary>What the benchmarks make, and may be deleted at any time.</summary>
    public static string Workspace => Path.Combine(Oracles.Root, "artifacts", "benchmarks");

    /// <summary>The yardstick with its packages installed; <see langword="null"/> in a clone that stands alone.</summary>
    public static async Task<Yardstick?> PrepareAsync()
    {
        if (!Directory.Exists(Source)) { return null; }
        var folder = Path.Combine(Workspace, "yardstick");
        if (!File.Exists(Path.Combine(folder, Ready)))
        {
            Copy(Path.Combine(Source, "gen"), Path.Combine(folder, "gen"));
            Copy(Path.Combine(Source, "duckdb"), Path.Combine(folder, "duckdb"));
            // The generator is a project of its own: our build settings are not for it.
            foreach (var ours in (string[])["Directory.Build.props", "Directory.Packages.props"]) { await File.WriteAllTextAsync(Path.Combine(folder, ours), "<Project />"); }
            await ProcessMeter.RunAsync(new Job("npm", ["install", "--no-audit", "--no-fund"], Path.Combine(folder, "duckdb")));
            await File.WriteAllTextAsync(Path.Combine(folder, Ready), "");
        }

        return new Yardstick(folder);
    }

    /// <summary>The exports at a scale; 1 is 206 MB.</summary>
    public async Task<string> ExportsAsync(int scale)
    {
        var text = scale.ToString(CultureInfo.InvariantCulture);
        var exports = Path.Combine(Workspace, "exports-" + text);
        if (!File.Exists(Path.Combine(Workspace, Ready + text)))
        {
            Directory.CreateDirectory(exports);
            await ProcessMeter.RunAsync(new Job("dotnet", ["run", "-c", "Release", "--project", Path.Combine(_folder, "gen"), "--", text, exports], _folder));
            // Its amounts are added up whatever their currency: rates of 1 say the same.
            File.Copy(Path.Combine(OurFiles, "fx_rates.csv"), Path.Combine(exports, "fx_rates.csv"), overwrite: true);
            await File.WriteAllTextAsync(Path.Combine(Workspace, Ready + text), "");
        }

        return exports;
    }

    /// <summary>The peer's whole job, at its best settings.</summary>
    public Job DuckDb(string exports, string output)
    {
        if (Directory.Exists(output)) { Directory.Delete(output, recursive: true); }
        return new Job("node", ["peer_duckdb.mjs", exports, output, "direct", "snappy", "2", "false"], Path.Combine(_folder, "duckdb"));
    }

    /// <summary>Our whole job: an empty lake that knows the yardstick's export kinds.</summary>
    public static Job Ours(string program, string exports, string lake)
    {
        if (Directory.Exists(lake)) { Directory.Delete(lake, recursive: true); }
        Copy(Path.Combine(OurFiles, "sources"), Path.Combine(lake, "sources"));
        return new Job(program, ["run", exports, "--lake", lake], Workspace);
    }

    private static string OurFiles => Path.Combine(Oracles.Root, "tests", "Pipeline.Benchmarks", "yardstick");

    private static void Copy(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (var file in Directory.EnumerateFiles(from)) { File.Copy(file, Path.Combine(to, Path.GetFileName(file)), overwrite: true); }
    }
}
