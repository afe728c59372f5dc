using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Pipeline.App.Functions;
using Pipeline.App.Hosting;
using Pipeline.App.Runs;
using Pipeline.App.Tests.Hosting;
using Pipeline.App.Work;
using Pipeline.Testing;

namespace Pipeline.App.Tests.Functions;

public sealed class FunctionContractTests
{
    private const string Event = """{"id":"0","eventType":"Microsoft.Storage.BlobCreated","subject":"/blobServices/default/containers/landing/blobs/costs.csv","data":{}}""";

    private static string Folder => Path.Combine(Oracles.Root, "functions", "Pipeline.App", "Functions");

    [Fact]
    public void Every_function_of_the_program_has_its_folder_and_every_folder_its_function()
    {
        var folders = Directory.EnumerateFiles(Folder, "function.json", SearchOption.AllDirectories).Select(file => Path.GetFileName(Path.GetDirectoryName(file)!)).Where(name => name != "Api");
        using var parts = new ServerParts(null!, null!, new Microsoft.Extensions.Logging.LoggerFactory());

        Assert.Equal(folders.Order(StringComparer.Ordinal), FunctionList.All(parts).Select(function => function.Name).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("IngestExport", "queueName", WorkQueues.ExportsName)]
    [InlineData("RecomputeMetrics", "queueName", WorkQueues.RunsName)]
    [InlineData("PoisonReport", "queueName", WorkQueues.ExportsName + WorkQueues.PoisonSuffix)]
    [InlineData("PoisonedRunReport", "queueName", WorkQueues.RunsName + WorkQueues.PoisonSuffix)]
    [InlineData("DailySnapshot", "schedule", TimedWork.SnapshotSchedule)]
    [InlineData("Reconcile", "schedule", TimedWork.ReconciliationSchedule)]
    public void Bindings_say_what_the_program_says(string function, string key, string value)
    {
        var binding = JsonNode.Parse(File.ReadAllText(Path.Combine(Folder, function, "function.json")))!["bindings"]!.AsArray().Single()!;

        Assert.Equal(value, (string)binding[key]!);
        Assert.Equal(key == "queueName" ? Invocation.QueueBinding : "timer", (string)binding["name"]!);
    }

    [Fact]
    public void Work_ends_before_the_host_would_kill_the_process()
    {
        var host = JsonNode.Parse(File.ReadAllText(Path.Combine(Oracles.Root, "host.json")))!;
        var settings = ServeSettings.Read(_ => null, new ServeOptions("lake", IPAddress.Loopback, 0, IsOpen: true));

        Assert.True(settings.WorkLimit < TimeSpan.Parse((string)host["functionTimeout"]!, System.Globalization.CultureInfo.InvariantCulture));
        Assert.Equal(WorkQueues.MaximumDequeueCount, (int)host["extensions"]!["queues"]!["maxDequeueCount"]!);
    }

    [Fact]
    public async Task Start_up_probe_is_answered()
    {
        await using var server = await RunningServer.StartHandlerAsync();

        using var answer = await server.Client.GetAsync("/", TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Fact]
    public async Task Queue_message_is_understood_in_every_form_that_hosts_send_and_counts_once()
    {
        await using var server = await RunningServer.StartHandlerAsync();
        await server.DropAsync("costs.csv", RunningServer.Costs);
        string[] forms = [Event, JsonSerializer.Serialize(Event), JsonSerializer.Serialize(JsonSerializer.Serialize(Event))];

        foreach (var form in forms)
        {
            var (status, answer) = await server.InvokeAsync("IngestExport", $$"""{"item":{{form}}}""", """{"DequeueCount":"1","Id":"0"}""");
            Assert.Equal(HttpStatusCode.OK, status);
            Assert.NotNull(answer!["Outputs"]);
        }

        var export = Assert.Single(await server.RunsAsync(), run => run.Kind == WorkKind.LandedExport);
        Assert.Equal((RunState.Done, 1), (export.State, export.Attempts));
        Assert.Equal((1, 1), (export.Counts["exports_new"], export.Counts["rows_accepted"]));
        Assert.Equal(0, export.Published["facts/marketing_spend_daily"]);
    }

    [Fact]
    public async Task Export_becomes_metrics_without_anybody_asking()
    {
        await using var server = await RunningServer.StartHandlerAsync();
        await server.DropAsync("costs.csv", RunningServer.Costs);

        await server.InvokeAsync("IngestExport", $$"""{"item":{{Event}}}""");

        await RunningServer.EventuallyAsync(async () => (await server.RunsAsync()).Any(run => run.Kind == WorkKind.DailySnapshot && run.State == RunState.Done));
        var snapshot = (await server.RunsAsync()).First(run => run.Kind == WorkKind.DailySnapshot);
        Assert.Equal(0, snapshot.Published["metrics/metric_snapshot"]);
        Assert.Empty(snapshot.Errors);
    }

    [Fact]
    public async Task Timers_ask_for_a_snapshot_once_an_hour_and_for_reconciling()
    {
        await using var server = await RunningServer.StartHandlerAsync();
        const string timer = """{"timer":{"Schedule":{"AdjustForDST":true},"ScheduleStatus":null,"IsPastDue":false}}""";

        var (status, _) = await server.InvokeAsync("DailySnapshot", timer, """{"sys":{"MethodName":"DailySnapshot","UtcNow":"2026-07-01T04:00:00Z","RandGuid":"x"}}""");
        await server.InvokeAsync("DailySnapshot", timer);
        var (reconciled, _) = await server.InvokeAsync("Reconcile", timer);

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (status, reconciled));
        // Two only when the hour changed between the calls.
        Assert.InRange((await server.RunsAsync()).Count(run => run.Kind == WorkKind.DailySnapshot), 1, 2);
        await RunningServer.EventuallyAsync(() => Task.FromResult(server.Log.Contains("\"event\":\"Reconciled\"", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Lost_event_is_found_by_reconciling()
    {
        await using var server = await RunningServer.StartHandlerAsync();
        await server.DropAsync("lost/costs.csv", RunningServer.Costs);

        await server.InvokeAsync("Reconcile", """{"timer":{}}""");

        await RunningServer.EventuallyAsync(async () => (await server.RunsAsync()).Any(run => run.Kind == WorkKind.LandedExport && run.State == RunState.Done));
    }

    [Theory]
    [InlineData("""{"item":"gibberish"}""")]
    [InlineData("""{"item":{"pipeline_work":1,"work_kind":"landed_export","work_path":"landing/../../etc/passwd"}}""")]
    [InlineData("""{"item":null}""")]
    [InlineData("""{}""")]
    public async Task Message_that_nobody_can_use_is_done_with_and_becomes_a_refused_run(string data)
    {
        await using var server = await RunningServer.StartHandlerAsync();

        var first = await server.InvokeAsync("IngestExport", data);
        await server.InvokeAsync("IngestExport", data);

        Assert.Equal(HttpStatusCode.OK, first.Status);
        var run = Assert.Single(await server.RunsAsync());
        Assert.Equal(RunState.Refused, run.State);
        Assert.Single(run.Errors);
    }

    [Fact]
    public async Task File_that_is_gone_is_refused_and_a_file_that_nobody_recognises_too()
    {
        await using var server = await RunningServer.StartHandlerAsync();
        await server.InvokeAsync("IngestExport", $$"""{"item":{{Event}}}""");
        await server.DropAsync("costs.csv", "where,when\nLisbon,May\n");
        var (status, _) = await server.InvokeAsync("IngestExport", $$"""{"item":{{Event}}}""");

        Assert.Equal(HttpStatusCode.OK, status);
        var runs = (await server.RunsAsync()).Where(run => run.Kind == WorkKind.LandedExport).ToArray();
        Assert.Equal(2, runs.Length);
        Assert.All(runs, run => Assert.Equal(RunState.Refused, run.State));
        Assert.All(runs, run => Assert.NotEmpty(run.Errors));
    }

    [Fact]
    public async Task Storage_that_fails_makes_a_real_failure_and_the_run_waits_for_the_next_attempt()
    {
        await using var server = await RunningServer.StartHandlerAsync();
        await server.DropAsync("costs.csv", RunningServer.Costs);
        // Settings that cannot be read as a file: the store fails, not the data.
        Directory.CreateDirectory(Path.Combine(server.Lake, "pipeline.json"));

        var (status, answer) = await server.InvokeAsync("IngestExport", $$"""{"item":{{Event}}}""", """{"DequeueCount":"3"}""");

        Assert.Equal(HttpStatusCode.InternalServerError, status);
        Assert.NotNull(answer);
        var run = Assert.Single(await server.RunsAsync());
        Assert.Equal(RunState.Queued, run.State);
        Assert.Equal("attempt 3: storage failed; what was there before is intact", Assert.Single(run.Errors));
        Directory.Delete(Path.Combine(server.Lake, "pipeline.json"));
        Assert.Equal(HttpStatusCode.OK, (await server.InvokeAsync("IngestExport", $$"""{"item":{{Event}}}""", """{"DequeueCount":"4"}""")).Status);
        Assert.Equal((RunState.Done, 2), (await server.RunsAsync()).Where(found => found.Kind == WorkKind.LandedExport).Select(found => (found.State, found.Attempts)).Single());
    }

    [Fact]
    public async Task Work_that_takes_too_long_stops_itself_and_comes_again()
    {
        await using var server = await RunningServer.StartAsync(settings => settings with { IsCustomHandler = true, WorkLimit = TimeSpan.FromTicks(1) });
        await server.DropAsync("costs.csv", RunningServer.Costs);

        var (status, _) = await server.InvokeAsync("IngestExport", $$"""{"item":{{Event}}}""");

        Assert.Equal(HttpStatusCode.InternalServerError, status);
        var run = Assert.Single(await server.RunsAsync());
        Assert.Equal(RunState.Queued, run.State);
        Assert.Contains("took longer than one piece of work may", Assert.Single(run.Errors), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Poisoned_message_becomes_a_failed_run_and_is_not_reconciled_for_ever()
    {
        await using var server = await RunningServer.StartHandlerAsync();
        await server.DropAsync("costs.csv", RunningServer.Costs);

        var (status, _) = await server.InvokeAsync("PoisonReport", $$"""{"item":{{JsonSerializer.Serialize(Event)}}}""", """{"DequeueCount":"1"}""");
        await server.InvokeAsync("PoisonedRunReport", """{"item":"no work item"}""");
        await server.InvokeAsync("Reconcile", """{"timer":{}}""");

        Assert.Equal(HttpStatusCode.OK, status);
        await RunningServer.EventuallyAsync(() => Task.FromResult(server.Log.Contains("reconciled: 0 landed files", StringComparison.Ordinal)));
        var runs = await server.RunsAsync();
        Assert.Contains("failed as often as allowed", Assert.Single(Assert.Single(runs, run => run.State == RunState.Failed).Errors), StringComparison.Ordinal);
        Assert.Single(runs, run => run.State == RunState.Refused);
    }

    [Theory]
    [InlineData("not json")]
    [InlineData("")]
    public async Task Invocation_that_is_no_json_is_a_failure_with_a_body(string body)
    {
        await using var server = await RunningServer.StartHandlerAsync();
        using var content = new StringContent(body, Encoding.UTF8, "application/json");

        using var answer = await server.Client.PostAsync("/IngestExport", content, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal(JsonValueKind.Object, JsonDocument.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).RootElement.ValueKind);
    }

    [Fact]
    public async Task Invocation_that_is_too_large_or_too_deep_is_a_failure_and_the_server_lives()
    {
        await using var server = await RunningServer.StartHandlerAsync();

        Assert.Equal(HttpStatusCode.BadRequest, (await server.InvokeAsync("IngestExport", $$"""{"item":"{{new string('a', 2 << 20)}}"}""")).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await server.InvokeAsync("IngestExport", new string('[', 100) + new string(']', 100))).Status);
        Assert.Equal(HttpStatusCode.OK, (await server.InvokeAsync("DailySnapshot", "{}")).Status);
    }

    [Fact]
    public async Task Functions_take_nothing_that_the_host_forwards_for_others()
    {
        await using var server = await RunningServer.StartHandlerAsync();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/PoisonReport") { Content = new StringContent("""{"Data":{"item":"{}"}}""") };
        request.Headers.Add("X-Forwarded-For", "203.0.113.7");

        using var answer = await server.Client.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Empty(await server.RunsAsync());
    }

    [Fact]
    public async Task Functions_are_not_there_when_no_host_runs_the_program()
    {
        await using var server = await RunningServer.StartAsync();

        using var answer = await server.Client.PostAsync("/IngestExport", content: null, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }
}
