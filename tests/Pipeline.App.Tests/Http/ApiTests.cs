using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Pipeline.App.Tests.Hosting;
using Pipeline.Testing;

namespace Pipeline.App.Tests.Http;

public sealed class ApiTests
{
    private const string January = """{"from":"2026-01-01","to":"2026-01-31"}""";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Recompute_is_accepted_watched_and_done()
    {
        await using var server = await WithCostsAsync();

        using var accepted = await PostAsync(server, """{"from":"2026-01-01","to":"2026-01-31","metrics":["spend_t30","spend"],"dry_run":false}""");

        Assert.Equal(HttpStatusCode.Accepted, accepted.StatusCode);
        var done = await DoneAsync(server, accepted.Headers.Location!.ToString());
        Assert.Equal("done", (string)done["state"]!);
        Assert.Equal(["spend", "spend_t30"], done["request"]!["metrics"]!.AsArray().Select(metric => (string)metric!));
        Assert.Equal(0, (long)done["counts"]!["chunks_written"]!);
        Assert.Equal(1, (int)done["attempts"]!);
    }

    [Fact]
    public async Task Same_key_and_body_are_the_same_run_and_another_body_is_refused()
    {
        await using var server = await RunningServer.StartAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => PostAsync(server, January, key: "k-1")));
        using var other = await PostAsync(server, """{"from":"2026-01-01","to":"2026-01-30"}""", key: "k-1");
        using var respelled = await PostAsync(server, """{ "to": "2026-01-31", "from": "2026-01-01", "metrics": [], "dry_run": false }""", key: "k-1");

        var location = Assert.Single(answers.Select(answer => answer.Headers.Location!.ToString()).Distinct(StringComparer.Ordinal));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, other.StatusCode);
        Assert.Equal(location, respelled.Headers.Location!.ToString());
        await DoneAsync(server, location);
    }

    [Theory]
    [InlineData("", "cannot be read")]
    [InlineData("[]", "cannot be read")]
    [InlineData("null", "the body is null")]
    [InlineData("""{"from":"2026-01-01"}""", "cannot be read")]
    [InlineData("""{"from":"01/01/2026","to":"2026-01-31"}""", "cannot be read at '$.from'")]
    [InlineData("""{"from":"2026-01-01","to":"2026-01-31","colour":"red"}""", "cannot be read")]
    [InlineData("""{"from":"2026-01-31","to":"2026-01-01"}""", "lies before the first")]
    [InlineData("""{"from":"2026-01-01","to":"2026-01-31","metrics":["cac"]}""", "no metric is called 'cac'")]
    [InlineData("""{"from":"2026-01-01","to":"9999-12-31"}""", "end of the calendar")]
    public async Task Recompute_that_makes_no_sense_is_refused_with_the_way_out(string body, string detail)
    {
        await using var server = await RunningServer.StartAsync();

        using var answer = await PostAsync(server, body);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        var problem = await JsonAsync(answer);
        Assert.Contains(detail, (string)problem["detail"]!, StringComparison.Ordinal);
        Assert.Equal(answer.Headers.GetValues("x-correlation-id").Single(), (string)problem["correlation_id"]!);
        Assert.Empty(await server.RunsAsync());
    }

    [Fact]
    public async Task Bodies_that_are_too_deep_too_long_or_no_json_are_refused()
    {
        await using var server = await RunningServer.StartAsync();
        using var text = new StringContent(January, Encoding.UTF8, "text/plain");

        using var deep = await PostAsync(server, """{"from":""" + new string('[', 50) + new string(']', 50) + "}");
        using var large = await PostAsync(server, """{"from":"2026-01-01","to":"2026-01-31","metrics":[""" + string.Join(',', Enumerable.Repeat("\"spend\"", 20_000)) + "]}");
        using var plain = await server.Client.PostAsync("/api/recompute", text, Cancellation);
        using var badKey = await PostAsync(server, January, key: new string('k', 201));

        Assert.Equal(
            [HttpStatusCode.BadRequest, HttpStatusCode.RequestEntityTooLarge, HttpStatusCode.UnsupportedMediaType, HttpStatusCode.BadRequest],
            new[] { deep, large, plain, badKey }.Select(answer => answer.StatusCode));
    }

    [Fact]
    public async Task Runs_are_listed_newest_first_in_parts()
    {
        await using var server = await RunningServer.StartAsync();
        var made = new List<string>();
        for (var i = 0; i < 5; i++)
        {
            using var answer = await PostAsync(server, January);
            made.Add((string)(await JsonAsync(answer))["run_id"]!);
        }

        await RunningServer.EventuallyAsync(async () => (await server.RunsAsync()).All(run => run.IsFinished));
        var listed = new List<string>();
        string? continuation = null;
        do
        {
            var part = await GetJsonAsync(server, "/api/runs?state=done&limit=2" + (continuation is null ? "" : "&continuation=" + Uri.EscapeDataString(continuation)));
            listed.AddRange(part["runs"]!.AsArray().Select(run => (string)run!["run_id"]!));
            continuation = (string?)part["continuation"];
        }
        while (continuation is not null);

        Assert.Equal(made.AsEnumerable().Reverse().Order(StringComparer.Ordinal).Reverse(), listed);
    }

    [Theory]
    [InlineData("/api/runs?state=lost", HttpStatusCode.BadRequest)]
    [InlineData("/api/runs?limit=0", HttpStatusCode.BadRequest)]
    [InlineData("/api/runs?limit=1&limit=2", HttpStatusCode.BadRequest)]
    [InlineData("/api/runs/no-run", HttpStatusCode.NotFound)]
    [InlineData("/api/metrics/cac", HttpStatusCode.NotFound)]
    [InlineData("/api/metrics/spend?from=yesterday", HttpStatusCode.BadRequest)]
    [InlineData("/api/metrics/spend?from=2026-02-01&to=2026-01-01", HttpStatusCode.BadRequest)]
    [InlineData("/api/metrics/spend?format=xml", HttpStatusCode.BadRequest)]
    [InlineData("/api/metrics/spend", HttpStatusCode.NotFound)]
    [InlineData("/api/nothing", HttpStatusCode.NotFound)]
    [InlineData("/api/recompute", HttpStatusCode.MethodNotAllowed)]
    public async Task What_cannot_be_answered_is_a_problem(string path, HttpStatusCode status)
    {
        await using var server = await RunningServer.StartAsync();

        using var answer = await server.Client.GetAsync(path, Cancellation);

        Assert.Equal(status, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType!.MediaType);
        Assert.Equal((int)status, (int)(await JsonAsync(answer))["status"]!);
    }

    [Theory]
    [InlineData("costs.csv")]
    [InlineData("../../../etc/Kosten für \"Mai\".csv")]
    [InlineData("a\r\nforged: line.csv")]
    public async Task Uploaded_file_is_landed_read_and_called_what_its_sender_calls_it(string name)
    {
        using var folder = new TemporaryFolder();
        await using var server = await RunningServer.StartAsync(folder: folder);

        using var accepted = await UploadAsync(server, name, RunningServer.Costs);

        Assert.Equal(HttpStatusCode.Accepted, accepted.StatusCode);
        var run = await DoneAsync(server, accepted.Headers.Location!.ToString());
        Assert.Equal(1, (long)run["counts"]!["rows_accepted"]!);
        Assert.StartsWith("landing/upload/", (string)run["request"]!["path"]!, StringComparison.Ordinal);
        var status = await CommandRun.Of(folder.Path, "status", "--json");
        Assert.Equal(name, (string)Assert.Single(status.Json["exports"]!.AsArray())!["file"]!);
        Assert.Single(await server.RunsAsync(), found => found.Kind == App.Work.WorkKind.LandedExport);
    }

    [Fact]
    public async Task Upload_that_is_too_large_or_empty_or_nameless_leaves_nothing()
    {
        await using var server = await RunningServer.StartAsync(settings => settings with { LargestUpload = 1_000 });

        using var announced = await UploadAsync(server, "a.csv", new string('a', 1_001));
        using var streamed = await UploadAsync(server, "a.csv", new string('a', 100_000), isChunked: true);
        using var empty = await UploadAsync(server, "a.csv", "");
        using var nameless = await UploadAsync(server, "", "a");
        using var longName = await UploadAsync(server, new string('é', 76), "a");

        Assert.Equal(
            [HttpStatusCode.RequestEntityTooLarge, HttpStatusCode.RequestEntityTooLarge, HttpStatusCode.BadRequest, HttpStatusCode.BadRequest, HttpStatusCode.BadRequest],
            new[] { announced, streamed, empty, nameless, longName }.Select(answer => answer.StatusCode));
        Assert.False(Directory.Exists(Path.Combine(server.Lake, "landing")) && Directory.EnumerateFiles(Path.Combine(server.Lake, "landing"), "*", SearchOption.AllDirectories).Any());
        Assert.Empty(await server.RunsAsync());
    }

    [Fact]
    public async Task Published_numbers_are_answered_as_json_and_csv()
    {
        await using var server = await WithCostsAsync();

        var spend = await GetJsonAsync(server, "/api/metrics/spend?from=2026-01-31&to=2026-01-31");
        var channel = await GetJsonAsync(server, "/api/metrics/spend?dimension=channel&member=google_ads");
        var none = await GetJsonAsync(server, "/api/metrics/spend?from=2030-01-01");
        var csv = await server.Client.GetStringAsync("/api/metrics/spend?from=2026-01-31&to=2026-01-31&dimension=all&format=csv", Cancellation);

        var whole = spend["points"]!.AsArray().Single(point => (string)point!["dimension"]! == "all")!;
        Assert.Equal(100m, (decimal)whole["numerator"]!);
        Assert.Equal("USD", (string)whole["currency"]!);
        Assert.All(channel["points"]!.AsArray(), point => Assert.Equal("google_ads", (string)point!["member"]!));
        Assert.NotEmpty(channel["points"]!.AsArray());
        Assert.Empty(none["points"]!.AsArray());
        Assert.Equal(2, csv.Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.Contains("2026-01-31,spend,", csv, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Catalogue_health_and_quarantine_are_answered()
    {
        await using var server = await WithCostsAsync("date,channel,cost_type,amount,currency,description\n2026-01-30,google_ads,media,much,USD,January\n");

        var metrics = await GetJsonAsync(server, "/api/metrics");
        var health = await GetJsonAsync(server, "/api/health");
        var quarantine = await GetJsonAsync(server, "/api/quarantine?limit=5");

        Assert.Contains(metrics["metrics"]!.AsArray(), metric => (string)metric!["name"]! == "cac_blended");
        Assert.Equal(("ok", "2026-01-31"), ((string)health["status"]!, (string)health["last_day"]!));
        var rejection = Assert.Single(quarantine["rejections"]!.AsArray())!;
        Assert.Equal((1, "amount"), ((long)rejection["rows"]!, (string)rejection["column"]!));
        Assert.DoesNotContain("much", quarantine.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Storage_that_fails_is_503_with_nothing_internal()
    {
        await using var server = await RunningServer.StartAsync();
        Directory.CreateDirectory(Path.Combine(server.Lake, "exports", "latest", "published.json"));

        using var answer = await server.Client.GetAsync("/api/health", Cancellation);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.NotNull(answer.Headers.RetryAfter);
        Assert.DoesNotContain(server.Lake, await answer.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
    }

    private static async Task<RunningServer> WithCostsAsync(string? more = null)
    {
        var server = await RunningServer.StartAsync();
        await server.DropAsync("costs.csv", RunningServer.Costs);
        if (more is not null) { await server.DropAsync("more.csv", more); }
        await RunningServer.EventuallyAsync(async () => (await server.RunsAsync()).Count(run => run is { Kind: App.Work.WorkKind.LandedExport, IsFinished: true }) == (more is null ? 1 : 2));
        await RunningServer.EventuallyAsync(async () => (await server.RunsAsync()).Any(run => run is { Kind: App.Work.WorkKind.DailySnapshot, IsFinished: true }) && (await server.RunsAsync()).All(run => run.IsFinished));
        return server;
    }

    private static async Task<HttpResponseMessage> PostAsync(RunningServer server, string body, string? key = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/recompute") { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        if (key is not null) { request.Headers.Add("Idempotency-Key", key); }
        return await server.Client.SendAsync(request, Cancellation);
    }

    private static async Task<HttpResponseMessage> UploadAsync(RunningServer server, string name, string content, bool isChunked = false)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/exports?name=" + Uri.EscapeDataString(name)) { Content = new ByteArrayContent(Encoding.UTF8.GetBytes(content)) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        if (isChunked)
        {
            request.Headers.TransferEncodingChunked = true;
        }

        return await server.Client.SendAsync(request, Cancellation);
    }

    private static async Task<JsonNode> DoneAsync(RunningServer server, string location)
    {
        JsonNode run = new JsonObject();
        await RunningServer.EventuallyAsync(async () => (string)(run = await GetJsonAsync(server, location))["state"]! is not ("queued" or "running"));
        return run;
    }

    private static async Task<JsonNode> GetJsonAsync(RunningServer server, string path)
    {
        using var answer = await server.Client.GetAsync(path, Cancellation);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return await JsonAsync(answer);
    }

    private static async Task<JsonNode> JsonAsync(HttpResponseMessage answer) => JsonNode.Parse(await answer.Content.ReadAsStringAsync(Cancellation))!;
}
