using System.Runtime.InteropServices;
using Pipeline.Benchmarks.Processes;
using Pipeline.Testing;

namespace Pipeline.Benchmarks;

/// <summary>The program as it is delivered. <c>PIPELINE_PROGRAM</c> names another one to measure.</summary>
internal static class PublishedProgram
{
    public static async Task<string> BuildAsync()
    {
        if (Environment.GetEnvironmentVariable("PIPELINE_PROGRAM") is { Length: > 0 } other) { return Path.GetFullPath(other); }
        var folder = Path.Combine(Yardstick.Workspace, "program");
        string[] arguments = ["publish", "functions/Pipeline.App", "-c", "Release", "-r", RuntimeInformation.RuntimeIdentifier, "-o", folder];
        await ProcessMeter.RunAsync(new Job("dotnet", arguments, Oracles.Root));
        return Path.Combine(folder, "pipeline");
    }
}
