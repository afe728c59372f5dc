using System.Diagnostics;
using Pipeline.Testing;

namespace Pipeline.Deployment.Tests.Published;

/// <summary>The program as it is deployed: published once for all tests of this assembly, and zipped. Takes about a minute.</summary>
/// <remarks>Builds in a folder of its own, since other test projects may still build when this one runs.</remarks>
public sealed class PublishedProgram : IAsyncLifetime
{
    private static readonly string Place = Path.Combine(Oracles.Root, "artifacts", "published-program");

    // PUBLISHED_APP names a folder that was published before, to try the tests without waiting.
    private static readonly string? Given = Environment.GetEnvironmentVariable("PUBLISHED_APP");

    /// <summary>The published folder, which a Functions host takes for the root of an app.</summary>
    public string Folder { get; } = Given ?? Path.Combine(Place, "app");

    /// <summary>The same as a zip.</summary>
    public string Zip { get; } = Path.Combine(Place, "pipeline.zip");

    /// <summary>The program in it.</summary>
    public string Executable => Path.Combine(Folder, OperatingSystem.IsWindows() ? "pipeline.exe" : "pipeline");

    public async ValueTask InitializeAsync()
    {
        // The deployed form is the portable one: it is made on another machine than it runs on.
        if (Given is null) { await PublishAsync(Folder, Path.Combine(Place, "build"), "-p:PublishAot=false", $"-p:PackageFile={Zip}"); }
    }

    /// <summary>Publishes the program into a folder.</summary>
    /// <exception cref="InvalidOperationException">It could not be built; the text is what the build said.</exception>
    public static async Task PublishAsync(string folder, string build, params string[] properties)
    {
        // What an earlier run published must not hide what this one leaves out.
        if (Directory.Exists(folder)) { Directory.Delete(folder, recursive: true); }
        var start = new ProcessStartInfo("dotnet",
        [
            "publish", Path.Combine(Oracles.Root, "functions", "Pipeline.App"), "-c", "Release", "-o", folder, "-nologo", "-v", "quiet",
            $"-p:ArtifactsPath={build}", "-p:RunAnalyzers=false", .. properties,
        ])
        {
            WorkingDirectory = Oracles.Root,
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var publish = Process.Start(start) ?? throw new InvalidOperationException("dotnet did not start");
        var output = publish.StandardOutput.ReadToEndAsync();
        var errors = publish.StandardError.ReadToEndAsync();
        await publish.WaitForExitAsync();
        if (publish.ExitCode != 0) { throw new InvalidOperationException($"dotnet publish ended with {publish.ExitCode}: {await output}{await errors}"); }
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}

/// <summary>The tests that use the published program. They take turns: each starts programs and measures, or would disturb one that does.</summary>
[CollectionDefinition(Name)]
public sealed class PublishedProgramGroup : ICollectionFixture<PublishedProgram>
{
    public const string Name = "published program";
}
