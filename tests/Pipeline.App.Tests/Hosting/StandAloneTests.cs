using Pipeline.App.Runs;
using Pipeline.App.Work;
using Pipeline.Testing;

namespace Pipeline.App.Tests.Hosting;

public sealed class StandAloneTests
{
    [Fact]
    public async Task File_dropped_into_landing_becomes_metrics()
    {
        await using var server = await RunningServer.StartAsync();

        await server.DropAsync("2026/costs.csv", RunningServer.Costs);

        await RunningServer.EventuallyAsync(async () => (await server.RunsAsync()).Any(run => run.Kind == WorkKind.DailySnapshot && run.State == RunState.Done && run.Counts["rows"] > 0));
        var export = Assert.Single(await server.RunsAsync(), run => run.Kind == WorkKind.LandedExport);
        Assert.Equal("landing/2026/costs.csv", export.Request.Path);
        Assert.True(File.Exists(Path.Combine(server.Lake, "exports", "latest", "metric_snapshot.csv")));
    }

    [Fact]
    public async Task A_good_run_logs_its_stages_with_run_export_and_commit()
    {
        await using var server = await RunningServer.StartAsync();
        await server.DropAsync("costs.csv", RunningServer.Costs);
        await RunningServer.EventuallyAsync(async () => (await server.RunsAsync()).Any(run => run.Kind == WorkKind.DailySnapshot && run.State == RunState.Done));

        var runs = await server.RunsAsync();
        var lines = server.Log.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => System.Text.Json.Nodes.JsonNode.Parse(line)!).ToArray();
        var export = runs.Single(run => run.Kind == WorkKind.LandedExport).RunId;
        string[] events = [.. lines.Where(line => (string?)line["run_id"] == export).Select(line => (string)line["event"]!)];
        Assert.Equal(["WorkBegan", "StageBegan", "ExportRead", "TableCommitted", "WorkEnded"], events);
        Assert.Contains(lines, line => (string)line["event"]! is "ExportRead" && ((string)line["export_id"]!).Length > 0 && (long)line["accepted"]! == 1);
        Assert.Contains(lines, line => (string)line["event"]! is "TableCommitted" && (string)line["table"]! is "metrics/metric_snapshot" && (long)line["commit_version"]! == 0);
        Assert.DoesNotContain(lines, line => (string)line["level"]! is "warning" or "error");
    }

    [Fact]
    public async Task Two_servers_on_one_lake_share_the_work_and_count_everything_once()
    {
        using var folder = new TemporaryFolder();
        await using var one = await RunningServer.StartAsync(folder: folder);
        await using var other = await RunningServer.StartAsync(folder: folder);

        for (var month = 1; month <= 6; month++) { await one.DropAsync($"costs-{month}.csv", RunningServer.Costs.Replace("2026-01-31", $"2026-0{month}-28", StringComparison.Ordinal)); }

        await RunningServer.EventuallyAsync(async () => (await one.RunsAsync()).Count(run => run.Kind == WorkKind.LandedExport && run.State == RunState.Done) == 6);
        await RunningServer.EventuallyAsync(async () => (await one.RunsAsync()).All(run => run.IsFinished));
        var status = await CommandRun.Of(folder.Path, "status", "--json");
        Assert.Equal(6, (long)status.Json["rows"]!["accepted"]!);
        Assert.Equal(6, status.Json["tables"]!.AsArray().Sum(table => (long)table!["rows"]!));
    }

    [Fact]
    public async Task Schedule_is_in_utc()
    {
        await using var server = await RunningServer.StartAsync();
        var daily = new App.Hosting.Schedule("daily", TimedWork.SnapshotSchedule, _ => Task.CompletedTask);

        // The night on which clocks go forward in the west of Europe.
        Assert.Equal(new DateTimeOffset(2026, 3, 29, 4, 0, 0, TimeSpan.Zero), daily.NextAfter(new DateTimeOffset(2026, 3, 29, 0, 30, 0, TimeSpan.FromHours(1))));
        Assert.Equal(new DateTimeOffset(2026, 3, 30, 4, 0, 0, TimeSpan.Zero), daily.NextAfter(new DateTimeOffset(2026, 3, 29, 4, 0, 0, TimeSpan.Zero)));
    }
}
