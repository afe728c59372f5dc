using Pipeline.Metrics;
using Pipeline.Testing;

namespace Pipeline.App.Tests;

public sealed class ReadmeTests
{
    private static string Readme { get; } = File.ReadAllText(Path.Combine(Oracles.Root, "README.md"));

    [Fact]
    public void Table_of_metrics_is_that_of_the_catalogue()
    {
        var table = "| metric | what | unit | by |\n|---|---|---|---|\n"
            + string.Concat(MetricCatalog.All.Select(metric => metric.Definition).Select(metric =>
                $"| `{metric.Name}` | {metric.Title} | {metric.Unit.ToString().ToLowerInvariant()} | {string.Join(", ", metric.By)} |\n"));

        Assert.True(string.Equals(Between("<!-- metrics -->\n", "<!-- /metrics -->"), table, StringComparison.Ordinal), $"README.md differs; when the change is meant, make it:\n{table}");
    }

    [Fact]
    public void Commands_that_the_readme_names_exist()
    {
        var commands = Readme.Split('\n', '`').Select(text => text.Trim()).Where(text => text.StartsWith("pipeline ", StringComparison.Ordinal)).Select(text => text.Split(' ')[1]).Distinct(StringComparer.Ordinal);

        Assert.All(commands, command => Assert.Contains(command, CommandLineTests.Commands.Select(row => row.Data).Append("serve")));
    }

    private static string Between(string start, string end)
    {
        var from = Readme.IndexOf(start, StringComparison.Ordinal) + start.Length;
        return Readme[from..Readme.IndexOf(end, StringComparison.Ordinal)];
    }
}
