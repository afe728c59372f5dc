using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Pipeline.Testing;

namespace Pipeline.Deployment.Tests.Infra;

/// <summary>What can be said of the files' connections from their grammar alone: modules exist, get what they ask for, and give what is asked of them.</summary>
public sealed partial class WiringTests(BicepSources infra)
{
    private JsonNode Main => infra.Files["main.bicep"];

    private IEnumerable<(string Name, JsonNode Body, JsonNode Target)> Modules =>
        Main["modules"]!.AsArray().Select(module => ((string)module!["name"]!, module["body"]!, infra.Files[(string)module["path"]!]));

    [Fact]
    public void Every_file_parses() => Assert.All(infra.Files, file => Assert.Empty(file.Value["errors"]!.AsArray()));

    [Fact]
    public void Every_module_file_is_used_once()
    {
        var used = Main["modules"]!.AsArray().Select(module => (string)module!["path"]!);

        Assert.Equal(infra.Files.Keys.Where(file => file != "main.bicep"), used.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_module_gets_exactly_the_parameters_it_declares() =>
        Assert.All(Modules, module => Assert.Equal(Keys(module.Target["parameters"]!), Keys(module.Body["params"]!)));

    [Fact]
    public void Every_output_that_is_asked_for_is_given()
    {
        var outputs = Modules.ToDictionary(module => module.Name, module => module.Target["outputs"]!.AsObject(), StringComparer.Ordinal);

        Assert.All(Main["references"]!.AsArray().Select(reference => ((string)reference!).Split('.')), reference => Assert.True(outputs[reference[0]].ContainsKey(reference[2]), string.Join('.', reference)));
        // And none is given that nobody asks for.
        var asked = Main["references"]!.AsArray().Select(reference => (string)reference!).ToHashSet(StringComparer.Ordinal);
        Assert.All(outputs, module => Assert.All(module.Value, output => Assert.Contains($"{module.Key}.outputs.{output.Key}", asked)));
    }

    [Fact]
    public void Parameter_file_sets_every_parameter_and_each_environment_every_size()
    {
        var text = File.ReadAllText(Path.Combine(BicepSources.Folder, "main.bicepparam"));
        var set = ParameterLine().Matches(text).Select(match => match.Groups["name"].Value).Order(StringComparer.Ordinal);
        var sizes = SizeName().Matches(text).Select(match => match.Groups["name"].Value).Order(StringComparer.Ordinal).ToList();

        Assert.Equal(Keys(Main["parameters"]!), set);
        Assert.All((string[])["test", "production"], environment =>
        {
            var file = JsonNode.Parse(File.ReadAllText(Path.Combine(BicepSources.Folder, "environments", environment + ".json")))!;
            Assert.Equal(sizes, Keys(file));
        });
    }

    [Fact]
    public void Roles_of_the_app_registration_are_those_that_the_program_asks_for()
    {
        var roles = JsonNode.Parse(File.ReadAllText(Path.Combine(BicepSources.Folder, "api-roles.json")))!.AsArray();
        var source = File.ReadAllText(Path.Combine(Oracles.Root, "functions", "Pipeline.App", "Security", "Roles.cs"));

        Assert.Equal(RoleName().Matches(source).Select(match => match.Groups["name"].Value), roles.Select(role => (string)role!["value"]!));
        Assert.Equal(2, roles.Select(role => Guid.Parse((string)role!["id"]!)).Distinct().Count());
    }

    private static IEnumerable<string> Keys(JsonNode node) => node.AsObject().Select(entry => entry.Key).Order(StringComparer.Ordinal);

    [GeneratedRegex(@"^param (?<name>\w+) =", RegexOptions.Multiline | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex ParameterLine();

    [GeneratedRegex(@"const string \w+ = ""(?<name>[\w.]+)""", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex RoleName();

    [GeneratedRegex(@"= size\.(?<name>\w+)", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex SizeName();
}
