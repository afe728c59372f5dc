using System.Diagnostics;
using System.Runtime.InteropServices;
using Pipeline.Testing;

namespace Pipeline.Deployment.Tests.Infra;

/// <summary>The Bicep compiler from its NuGet package, fetched on first use. It knows the type of every resource, so a wrong version, name or kind of value is a warning.</summary>
internal static class BicepCompiler
{
    private const string Version = "0.49.2";

    /// <summary>Why it cannot run here; <see langword="null"/> when it can.</summary>
    public static string? Absence { get; private set; }

    private static readonly Lazy<Task<string?>> Found = new(RestoreAsync);

    /// <summary>Where the compiler is; <see langword="null"/> when this machine cannot have it, and then <see cref="Absence"/> says why.</summary>
    public static Task<string?> FindAsync() => Found.Value;

    private static async Task<string?> RestoreAsync()
    {
        if (!OperatingSystem.IsLinux() || RuntimeInformation.OSArchitecture is not Architecture.X64)
        {
            Absence = "the Bicep compiler is fetched for Linux on x64 only; the parsed checks of infra/ ran";
            return null;
        }

        var folder = Path.Combine(Oracles.Root, "artifacts", "bicep");
        Directory.CreateDirectory(folder);
        await File.WriteAllTextAsync(Path.Combine(folder, "bicep.csproj"), $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <TargetFramework>net10.0</TargetFramework>
                <ManagePackageVersionsCentrally>false</ManagePackageVersionsCentrally>
                <RestorePackagesWithLockFile>false</RestorePackagesWithLockFile>
              </PropertyGroup>
              <ItemGroup>
                <PackageReference Remove="@(PackageReference)" />
                <PackageDownload Include="Azure.Bicep.CommandLine.linux-x64" Version="[{Version}]" />
              </ItemGroup>
            </Project>
            """);
        var restore = await RunAsync("dotnet", ["restore", "-nologo", Path.Combine(folder, "bicep.csproj")]);
        // Prints "global-packages: FOLDER".
        var packages = (await RunAsync("dotnet", ["nuget", "locals", "global-packages", "--list"])).Output.Split(':', 2)[^1].Trim();
        var program = Path.Combine(packages, "azure.bicep.commandline.linux-x64", Version, "tools", "bicep");
        if (restore.Code == 0 && File.Exists(program)) { return program; }
        Absence = $"the Bicep compiler {Version} could not be restored: {restore.Output}{restore.Messages}";
        return null;
    }

    /// <summary>Runs a program and returns all it printed.</summary>
    public static async Task<(int Code, string Output, string Messages)> RunAsync(string program, string[] args, params (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo(program, args) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = Oracles.Root };
        foreach (var (name, value) in environment) { start.Environment[name] = value; }
        using var process = Process.Start(start) ?? throw new InvalidOperationException($"{program} did not start");
        var output = process.StandardOutput.ReadToEndAsync();
        var messages = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, await output, await messages);
    }
}
