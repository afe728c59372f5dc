using System.IO.Compression;
using System.Text.Json.Nodes;
using Pipeline.Testing;

namespace Pipeline.Deployment.Tests.Published;

/// <summary>A Functions host starts the published folder as it is, and nothing of the machine it was built on is in it.</summary>
[Collection(PublishedProgramGroup.Name)]
public sealed class PublishedFolderTests(PublishedProgram program)
{
    private static readonly string[] Libraries = [".dll", ".so", ".dylib"];

    private JsonNode Host { get; } = JsonNode.Parse(File.ReadAllText(Path.Combine(program.Folder, "host.json")))!;

    [Fact]
    public void Host_settings_start_the_program_beside_them_with_serve()
    {
        var description = Host["customHandler"]!["description"]!;

        Assert.Equal("2.0", (string)Host["version"]!);
        Assert.Equal("pipeline", (string)description["defaultExecutablePath"]!);
        Assert.Equal(["serve"], description["arguments"]!.AsArray().Select(argument => (string)argument!));
        Assert.True(File.Exists(program.Executable));
        Assert.Equal(File.ReadAllText(Path.Combine(Oracles.Root, "host.json")), File.ReadAllText(Path.Combine(program.Folder, "host.json")));
    }

    [Fact]
    public void Host_settings_leave_nothing_to_a_default_that_hurts()
    {
        var queues = Host["extensions"]!["queues"]!;
        var sampling = Host["logging"]!["applicationInsights"]!["samplingSettings"]!;

        Assert.Equal("00:30:00", (string)Host["functionTimeout"]!);
        Assert.True((bool)Host["customHandler"]!["enableForwardingHttpRequest"]!);
        Assert.Equal("[4.*, 5.0.0)", (string)Host["extensionBundle"]!["version"]!);
        // With no delay a message that fails is tried five times within a second.
        Assert.Equal("00:01:00", (string)queues["visibilityTimeout"]!);
        Assert.Equal(5, (int)queues["maxDequeueCount"]!);
        Assert.Equal(4, (int)queues["batchSize"]!);
        Assert.Equal("base64", (string)queues["messageEncoding"]!);
        Assert.Equal("Request;Exception", (string)sampling["excludedTypes"]!);
    }

    [Fact]
    public void Every_function_folder_of_the_source_lies_at_the_root_and_every_trigger_is_one_the_host_may_send()
    {
        var source = Path.Combine(Oracles.Root, "functions", "Pipeline.App", "Functions");
        var expected = Directory.GetFiles(source, "function.json", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(source, Path.GetDirectoryName(file)!)).Order(StringComparer.Ordinal);
        var published = Functions().Order(StringComparer.Ordinal).ToList();

        Assert.Equal(expected, published);
        Assert.NotEmpty(published);
        Assert.All(published, name =>
        {
            var bindings = JsonNode.Parse(File.ReadAllText(Path.Combine(program.Folder, name, "function.json")))!["bindings"]!.AsArray();
            var trigger = Assert.Single(bindings, binding => ((string)binding!["type"]!).EndsWith("Trigger", StringComparison.Ordinal))!;
            Assert.Contains((string)trigger["type"]!, (string[])["queueTrigger", "timerTrigger", "httpTrigger"]);
            Assert.Equal("in", (string)trigger["direction"]!);
            // Forwarding is for functions with one HTTP trigger and one HTTP output; anything else would arrive as JSON.
            if ((string)trigger["type"]! is "httpTrigger") { Assert.Equal(["httpTrigger", "http"], bindings.Select(binding => (string)binding!["type"]!)); }
        });
    }

    [Fact]
    public void Nothing_else_is_published()
    {
        string[] known = ["host.json", "pipeline", "pipeline.exe", "pipeline.deps.json", "pipeline.runtimeconfig.json", "createdump", "createdump.exe"];
        var others = Directory.EnumerateFiles(program.Folder, "*", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(program.Folder, file).Replace('\\', '/'))
            .Where(path => !known.Contains(path) && !IsLibrary(path) && !Functions().Contains(Path.GetDirectoryName(path)));

        Assert.Empty(others);
        // A function folder holds its description and nothing more.
        Assert.All(Functions(), name => Assert.Equal(["function.json"], Directory.GetFileSystemEntries(Path.Combine(program.Folder, name)).Select(Path.GetFileName)));
    }

    [Fact]
    public async Task Text_that_is_published_names_no_path_of_the_machine_that_built_it()
    {
        foreach (var file in Directory.EnumerateFiles(program.Folder, "*.json", SearchOption.AllDirectories))
        {
            var text = await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken);
            Assert.DoesNotContain(Oracles.Root, text, StringComparison.Ordinal);
            Assert.DoesNotContain("AccountKey", text, StringComparison.OrdinalIgnoreCase);
        }
    }

    [Fact]
    public void Zip_holds_the_folder_and_keeps_the_program_executable()
    {
        using var zip = ZipFile.OpenRead(program.Zip);
        var files = Directory.EnumerateFiles(program.Folder, "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(program.Folder, file).Replace('\\', '/'));

        Assert.Equal(files.Order(StringComparer.Ordinal), zip.Entries.Select(entry => entry.FullName).Where(name => !name.EndsWith('/')).Order(StringComparer.Ordinal));
        if (OperatingSystem.IsWindows()) { Assert.Skip("Windows has no execute bit to keep; make the package for Azure on Linux or macOS"); }
        var mode = (UnixFileMode)(zip.GetEntry("pipeline")!.ExternalAttributes >> 16 & 0x1FF);
        Assert.True(mode.HasFlag(UnixFileMode.OtherExecute | UnixFileMode.OtherRead), $"{mode}: the host runs as a user who does not own the file");
    }

    private static bool IsLibrary(string path) => !path.Contains('/', StringComparison.Ordinal) && Libraries.Contains(Path.GetExtension(path));

    private IEnumerable<string> Functions() => Directory.GetFiles(program.Folder, "function.json", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(program.Folder, Path.GetDirectoryName(file)!));
}
