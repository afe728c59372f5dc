using Pipeline.Testing;

namespace Pipeline.App.Tests;

public sealed class RecomputeCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("--from 2026-01-31 --to 2026-01-30", "the last day 2026-01-30 lies before the first, 2026-01-31; give the earlier day as the first\n")]
    [InlineData("--from 2026-01-01 --to 2026-01-31 --metrics spend cac", "no metric is called 'cac'; 'pipeline metrics' lists all\n")]
    public async Task Impossible_request_is_refused_with_the_way_out(string options, string sentence)
    {
        await RunAsync();

        var recompute = await CommandRun.Of(_folder.Path, ["recompute", .. options.Split(' ')]);

        Assert.Equal((1, sentence), (recompute.Code, recompute.Error));
    }

    [Fact]
    public async Task Metrics_that_do_not_differ_are_not_written()
    {
        await RunAsync();

        var recompute = await CommandRun.Of(_folder.Path, "recompute", "--from", "2026-01-01", "--to", "2026-01-31", "--metrics", "spend", "spend_t30", "--json");

        Assert.True(recompute.Code == 0, recompute.Output + recompute.Error);
        Assert.All(recompute.Json["tables"]!.AsArray(), table => Assert.Empty(table!["parts"]!.AsArray()));
    }

    private async Task RunAsync()
    {
        Directory.CreateDirectory(_folder["exports"]);
        await File.WriteAllTextAsync(Path.Combine(_folder["exports"], "costs.csv"), "date,channel,cost_type,amount,currency,description\n2026-01-31,google_ads,media,100.00,USD,January\n", TestContext.Current.CancellationToken);
        await CommandRun.Of(_folder.Path, "run", "exports");
    }
}
