using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace Pipeline.Testing;

/// <summary>Runs the scripts of tests/oracles: programs by others that read what we write. Needs Node 20; installs its packages on first use.</summary>
internal static class Oracles
{
    private static readonly SemaphoreSlim Door = new(1, 1);
    private static bool _installed;

    /// <summary>The root of the repository, found from where this source file lies.</summary>
    public static string Root { get; } = FindRoot();

    private static string Folder => Path.Combine(Root, "tests", "oracles");

    /// <summary>Runs <c>node tests/oracles/SCRIPT.mjs ARGS</c> and returns the JSON it prints.</summary>
    /// <exception cref="InvalidOperationException">The script failed; the message holds what it wrote to standard error.</exception>
    public static Task<JsonNode> RunAsync(string script, params string[] args) => RunAsync(script, request: null, args);

    /// <summary>As <see cref="RunAsync(string, string[])"/>, with <paramref name="request"/> on standard input.</summary>
    public static async Task<JsonNode> RunAsync(string script, JsonNode? request, params string[] args)
    {
        await InstallAsync();
        var answer = await StartAsync("node", [Path.Combine(Folder, script + ".mjs"), .. args], request?.ToJsonString());
        return JsonNode.Parse(answer) ?? throw new InvalidOperationException($"oracle '{script}' printed null instead of an answer");
    }

    /// <summary>Runs statements, then named queries, in a fresh in-memory DuckDB; see tests/oracles/duckdb.mjs for the shape of the answer.</summary>
    public static Task<JsonNode> QueryAsync(IEnumerable<string> statements, IReadOnlyDictionary<string, string> queries)
    {
        var request = new JsonObject
        {
            ["statements"] = new JsonArray([.. statements.Select(statement => (JsonNode)statement)]),
            ["queries"] = new JsonObject(queries.Select(query => KeyValuePair.Create(query.Key, (JsonNode?)query.Value))),
        };
        return RunAsync("duckdb", request);
    }

    /// <summary>The rows of one query, each an array of values.</summary>
    public static async Task<JsonArray> QueryAsync(string query)
    {
        var answer = await QueryAsync([], new Dictionary<string, string>(StringComparer.Ordinal) { ["rows"] = query });
        return answer["rows"]!["rows"]!.AsArray();
    }

    /// <summary>Installs the packages unless those of the present lock file are there. Parallel test processes take turns.</summary>
    public static async Task InstallAsync()
    {
        await Door.WaitAsync();
        try
        {
            if (_installed) { return; }
            Directory.CreateDirectory(Path.Combine(Root, "artifacts"));
            await using var turn = await TakeTurnAsync(Path.Combine(Root, "artifacts", "oracles.lock"));
            var stamp = Path.Combine(Folder, "node_modules", ".installed");
            var wanted = Convert.ToHexString(SHA256.HashData(await File.ReadAllBytesAsync(Path.Combine(Folder, "package-lock.json"))));
            if (!File.Exists(stamp) || !string.Equals(await File.ReadAllTextAsync(stamp), wanted, StringComparison.Ordinal))
            {
                await StartAsync(OperatingSystem.IsWindows() ? "npm.cmd" : "npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund"], input: null);
                await File.WriteAllTextAsync(stamp, wanted);
            }

            _installed = true;
        }
        finally
        {
            Door.Release();
        }
    }

    private static async Task<FileStream> TakeTurnAsync(string path)
    {
        while (true)
        {
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException)
            {
                // Another test process installs; there is no portable way to wait for a file lock.
                await Task.Delay(TimeSpan.FromMilliseconds(200));
            }
        }
    }

    private static async Task<string> StartAsync(string program, IEnumerable<string> args, string? input)
    {
        var start = new ProcessStartInfo(program, args)
        {
            WorkingDirectory = Folder,
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardInputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
            StandardOutputEncoding = Encoding.UTF8,
        };
        using var process = Process.Start(start) ?? throw new InvalidOperationException($"{program} did not start; the tests need Node 20 on the path");
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        if (input is not null) { await process.StandardInput.WriteAsync(input); }
        process.StandardInput.Close();
        await process.WaitForExitAsync();
        return process.ExitCode == 0
            ? await output
            : throw new InvalidOperationException($"{program} {string.Join(' ', args)} ended with {process.ExitCode}: {await errors}");
    }

    private static string FindRoot([CallerFilePath] string source = "")
    {
        // The source path serves a normal build; a deterministic CI build maps it away, so look upwards from the program too.
        var starts = new[] { Path.GetDirectoryName(source), AppContext.BaseDirectory };
        foreach (var start in starts)
        {
            for (var folder = start; !string.IsNullOrEmpty(folder); folder = Path.GetDirectoryName(folder))
            {
                if (File.Exists(Path.Combine(folder, "Pipeline.sln"))) { return folder; }
            }
        }

        throw new InvalidOperationException($"no Pipeline.sln above {AppContext.BaseDirectory}; run the tests from a clone");
    }
}
