using System.Collections.Immutable;
using System.Text.Json.Nodes;

namespace Pipeline.Deployment.Tests.Host;

/// <summary>What a Functions host reads from the root of an app before it starts anything.</summary>
internal sealed class FunctionApp
{
    public FunctionApp(string root)
    {
        Root = root;
        var host = JsonNode.Parse(File.ReadAllText(Path.Combine(root, "host.json")))!;
        var description = host["customHandler"]!["description"]!;
        // The host looks for the program below the root of the app, and else leaves it to the path of the system.
        var executable = Path.Combine(root, (string)description["defaultExecutablePath"]!);
        Executable = File.Exists(executable) ? executable : (string)description["defaultExecutablePath"]!;
        Arguments = [.. description["arguments"]!.AsArray().Select(argument => (string)argument!)];
        IsForwarding = (bool?)host["customHandler"]!["enableForwardingHttpRequest"] ?? false;
        var queues = host["extensions"]!["queues"]!;
        MaximumDequeueCount = (int)queues["maxDequeueCount"]!;
        BatchSize = (int)queues["batchSize"]!;
        Functions = [.. Directory.GetFiles(root, "function.json", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Select(HostedFunction.Read)];
    }

    public string Root { get; }

    public string Executable { get; }

    public ImmutableArray<string> Arguments { get; }

    public bool IsForwarding { get; }

    public int MaximumDequeueCount { get; }

    public int BatchSize { get; }

    public ImmutableArray<HostedFunction> Functions { get; }

    public HostedFunction this[string name] => Functions.Single(function => function.Name == name);

    /// <summary>The function that a queue triggers.</summary>
    public HostedFunction OfQueue(string queue) => Functions.Single(function => function.Queue == queue);
}

/// <summary>One function as its folder describes it.</summary>
/// <param name="Name">The folder, which is what the program is called by.</param>
/// <param name="Trigger">The type of its trigger.</param>
/// <param name="Binding">The name under which the trigger's value arrives.</param>
/// <param name="Queue">The queue of a queue trigger; empty of any other.</param>
internal sealed record HostedFunction(string Name, string Trigger, string Binding, string Queue)
{
    public static HostedFunction Read(string file)
    {
        var bindings = JsonNode.Parse(File.ReadAllText(file))!["bindings"]!.AsArray();
        var trigger = bindings.Single(binding => ((string)binding!["type"]!).EndsWith("Trigger", StringComparison.Ordinal))!;
        return new(Path.GetFileName(Path.GetDirectoryName(file))!, (string)trigger["type"]!, (string)trigger["name"]!, (string?)trigger["queueName"] ?? "");
    }
}
