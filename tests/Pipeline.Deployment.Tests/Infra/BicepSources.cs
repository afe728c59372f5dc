using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Pipeline.Testing;

[assembly: AssemblyFixture(typeof(Pipeline.Deployment.Tests.Infra.BicepSources))]

namespace Pipeline.Deployment.Tests.Infra;

/// <summary>Every Bicep file of infra/ as tests/oracles/bicep.mjs parses it: the grammar's view, in which nothing is resolved.</summary>
public sealed class BicepSources : IAsyncLifetime
{
    public static string Folder { get; } = Path.Combine(Oracles.Root, "infra");

    /// <summary>The files by their path below infra/, with forward slashes.</summary>
    public ImmutableSortedDictionary<string, JsonNode> Files { get; private set; } = ImmutableSortedDictionary<string, JsonNode>.Empty;

    /// <summary>All resources that are made, not those that are only named.</summary>
    public IEnumerable<BicepResource> Resources =>
        from file in Files
        from resource in file.Value["resources"]!.AsArray()
        where !(bool)resource!["existing"]!
        select new BicepResource(file.Key, (string)resource["name"]!, (string)resource["type"]!, resource["body"]!);

    public async ValueTask InitializeAsync()
    {
        var paths = Directory.GetFiles(Folder, "*.bicep", SearchOption.AllDirectories);
        var parsed = await Oracles.RunAsync("bicep", paths);
        Files = parsed.AsObject().ToImmutableSortedDictionary(file => Path.GetRelativePath(Folder, file.Key).Replace('\\', '/'), file => file.Value!, StringComparer.Ordinal);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    /// <summary>The resources of one type, whatever the version of their API.</summary>
    public ImmutableArray<BicepResource> Of(string type) => [.. Resources.Where(resource => resource.Type.Split('@')[0] == type)];

    /// <summary>The only resource of a type.</summary>
    public BicepResource The(string type) => Assert.Single(Of(type));
}

/// <summary>A resource that a file makes.</summary>
/// <param name="File">The file, below infra/.</param>
/// <param name="Name">Its symbolic name.</param>
/// <param name="Type">Its type and the version of its API; of a nested resource only the last part.</param>
/// <param name="Body">Its properties; an expression is an object with its text under <c>$</c>.</param>
public sealed record BicepResource(string File, string Name, string Type, JsonNode Body)
{
    /// <summary>What lies at <paramref name="path"/>, keys joined by dots, as text: <c>true</c>, <c>TLS1_2</c>, an expression's source; <see langword="null"/> when nothing does.</summary>
    public string? At(string path)
    {
        var node = (JsonNode?)Body;
        foreach (var key in path.Split('.')) { node = (node as JsonObject)?[key]; }
        return node is JsonObject expression && expression["$"] is { } text ? (string)text! : node?.ToString();
    }

    public override string ToString() => $"{File}: {Name}";
}
