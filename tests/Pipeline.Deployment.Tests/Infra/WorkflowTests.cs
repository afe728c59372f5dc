using System.Text.RegularExpressions;
using Pipeline.Testing;

namespace Pipeline.Deployment.Tests.Infra;

/// <summary>The workflows run only code that cannot change under them, and deploy without a secret.</summary>
public sealed partial class WorkflowTests
{
    private static string Folder { get; } = Path.Combine(Oracles.Root, ".github", "workflows");

    private static string Deploy { get; } = File.ReadAllText(Path.Combine(Folder, "deploy.yml"));

    [Fact]
    public void Every_action_is_pinned_to_a_commit()
    {
        var uses = Directory.GetFiles(Folder, "*.yml").SelectMany(File.ReadAllLines).Where(line => line.Contains("uses:", StringComparison.Ordinal)).ToList();

        Assert.NotEmpty(uses);
        Assert.All(uses, line => Assert.Matches(Pinned(), line));
    }

    [Fact]
    public void Deployment_knows_no_secret_and_only_its_own_job_may_ask_for_a_token()
    {
        Assert.DoesNotContain("secrets.", Deploy, StringComparison.Ordinal);
        Assert.Single(TokenPermission().Matches(Deploy));
        Assert.True(Deploy.IndexOf("id-token: write", StringComparison.Ordinal) > Deploy.IndexOf("  deploy:", StringComparison.Ordinal));
    }

    [Fact]
    public void Deployment_offers_the_environments_that_have_a_file()
    {
        var environments = Directory.GetFiles(Path.Combine(BicepSources.Folder, "environments"), "*.json").Select(Path.GetFileNameWithoutExtension).Order(StringComparer.Ordinal);

        Assert.Equal(environments, Options().Match(Deploy).Groups["options"].Value.Split(',', StringSplitOptions.TrimEntries).Order(StringComparer.Ordinal));
    }

    [GeneratedRegex(@"uses: [\w.-]+/[\w./-]+@[0-9a-f]{40} # v[0-9.]+$", RegexOptions.NonBacktracking)]
    private static partial Regex Pinned();

    [GeneratedRegex(@"id-token: write", RegexOptions.NonBacktracking)]
    private static partial Regex TokenPermission();

    [GeneratedRegex(@"options: \[(?<options>[^\]]+)\]", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Options();
}
