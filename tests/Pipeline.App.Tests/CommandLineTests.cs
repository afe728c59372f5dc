using Pipeline.Testing;

namespace Pipeline.App.Tests;

public sealed class CommandLineTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string> Commands => [.. "demo run status sources metrics explain recompute export init doctor serve".Split(' ')];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Commands))]
    public async Task Every_command_explains_itself_and_speaks_json(string command)
    {
        var run = await CommandRun.Of(_folder.Path, command, "--help");

        Assert.Equal(0, run.Code);
        Assert.Matches($@"Usage:\s+\S+ {command} ", run.Output);
        // What a server says is JSON anyway.
        Assert.Equal(command != "serve", run.Output.Contains("--json", StringComparison.Ordinal));
        Assert.Empty(run.Error);
    }

    [Fact]
    public async Task Help_lists_every_command()
    {
        var run = await CommandRun.Of(_folder.Path, "--help");

        Assert.All(Commands, command => Assert.Contains("  " + command.Data, run.Output, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("explian", "'explian' is not something that 'pipeline' understands")]
    [InlineData("status --laek x", "'--laek' is not something that 'pipeline status' understands")]
    [InlineData("explain leads 30/06/2026", "'30/06/2026' is not a date; write it as 2026-06-30")]
    [InlineData("recompute --from 2026-01-01", "Option '--to' is required.")]
    public async Task Misunderstood_command_line_exits_with_2_and_points_to_help(string line, string sentence)
    {
        var run = await CommandRun.Of(_folder.Path, line.Split(' '));

        Assert.Equal(2, run.Code);
        Assert.Contains(sentence, run.Error, StringComparison.Ordinal);
        Assert.Contains("--help", run.Error, StringComparison.Ordinal);
        Assert.Empty(run.Output);
    }

    [Theory]
    [InlineData("status")]
    [InlineData("doctor")]
    [InlineData("export")]
    [InlineData("explain leads 2026-06-30")]
    [InlineData("recompute --from 2026-01-01 --to 2026-01-31")]
    public async Task Looking_at_no_lake_exits_with_1_and_says_how_to_make_one(string line)
    {
        var run = await CommandRun.Of(_folder.Path, line.Split(' '));

        Assert.Equal(1, run.Code);
        Assert.Equal("there is no lake at ./lake; 'pipeline run FOLDER --lake ./lake' makes one from your exports, 'pipeline demo' from a fictional company's\n", run.Error);
        Assert.False(Directory.Exists(_folder["lake"]));
    }

    [Fact]
    public async Task Failure_is_json_too_when_json_was_asked_for()
    {
        var run = await CommandRun.Of(_folder.Path, "status", "--json");

        Assert.Equal(1, run.Code);
        Assert.Equal(1, (int)run.Json["exit_code"]!);
        Assert.Contains("no lake", (string)run.Json["error"]!, StringComparison.Ordinal);
        Assert.Empty(run.Error);
    }

    [Fact]
    public async Task Storage_that_fails_exits_with_3_and_no_stack_trace()
    {
        await File.WriteAllTextAsync(_folder["lake"], "a file where the folder should be", TestContext.Current.CancellationToken);

        var run = await CommandRun.Of(_folder.Path, "init");

        Assert.Equal(3, run.Code);
        Assert.DoesNotContain("   at ", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://account.blob.core.windows.net/lake", "names something inside the account")]
    [InlineData("https://account.example", "is not the address of blobs")]
    [InlineData("http://account.blob.core.windows.net", "is not encrypted")]
    [InlineData("abfss://lake@account.dfs.core.windows.net", "is not the address of a storage account")]
    public async Task Address_that_is_no_storage_account_is_refused_with_the_way_out(string lake, string fault)
    {
        var run = await CommandRun.Of(_folder.Path, "init", "--lake", lake);

        Assert.Equal(1, run.Code);
        Assert.Contains(fault, run.Error, StringComparison.Ordinal);
        Assert.Contains("https://ACCOUNT.blob.core.windows.net", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Init_writes_the_settings_once()
    {
        var first = await CommandRun.Of(_folder.Path, "init", "--json");
        var second = await CommandRun.Of(_folder.Path, "init", "--json");

        Assert.True((bool)first.Json["created"]!);
        Assert.False((bool)second.Json["created"]!);
        Assert.True(File.Exists(Path.Combine(_folder["lake"], "pipeline.json")));
    }

    [Fact]
    public async Task Impossible_settings_exit_with_1_and_the_path_of_the_key()
    {
        Directory.CreateDirectory(_folder["lake"]);
        await File.WriteAllTextAsync(Path.Combine(_folder["lake"], "pipeline.json"), """{"cac": {"lag": 1}}""", TestContext.Current.CancellationToken);

        var status = await CommandRun.Of(_folder.Path, "status");
        var doctor = await CommandRun.Of(_folder.Path, "doctor", "--json");

        Assert.Equal(1, status.Code);
        Assert.Contains("'cac.lag'", status.Error, StringComparison.Ordinal);
        Assert.Equal(1, doctor.Code);
        Assert.False((bool)doctor.Json["is_healthy"]!);
    }

    [Fact]
    public async Task Fresh_lake_is_healthy_and_empty()
    {
        await CommandRun.Of(_folder.Path, "init");

        var doctor = await CommandRun.Of(_folder.Path, "doctor", "--json");
        var status = await CommandRun.Of(_folder.Path, "status", "--json");

        Assert.Equal(0, doctor.Code);
        Assert.Equal(["settings", "tables", "raw exports"], doctor.Json["findings"]!.AsArray().Select(finding => (string)finding!["check"]!));
        Assert.Equal(0, status.Code);
        Assert.Empty(status.Json["exports"]!.AsArray());
    }

    [Fact]
    public async Task Unknown_metric_is_refused_with_the_nearest()
    {
        var run = await CommandRun.Of(_folder.Path, "explain", "cac_piad", "2026-06-30");

        Assert.Equal(1, run.Code);
        Assert.Contains("no metric is called 'cac_piad'", run.Error, StringComparison.Ordinal);
        Assert.Contains("cac_paid", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Metrics_and_sources_list_the_catalogues()
    {
        var metrics = await CommandRun.Of(_folder.Path, "metrics", "--json");
        var sources = await CommandRun.Of(_folder.Path, "sources", "--json");

        Assert.All(metrics.Json["metrics"]!.AsArray(), metric => Assert.NotEmpty((string)metric!["formula"]!));
        Assert.Contains(sources.Json["sources"]!.AsArray(), source => (string)source!["name"]! is "stripe-dashboard-invoices");
    }
}
