using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Azure.Storage.Queues.Models;
using Pipeline.Deployment.Tests.Published;
using Pipeline.Testing;

namespace Pipeline.Deployment.Tests.Host;

/// <summary>HTTP as the host forwards it: original method, path, query, headers and body there; status, headers and body back.</summary>
[Collection(PublishedProgramGroup.Name)]
public sealed class HttpTests(PublishedProgram program, Azurite azurite)
{
    private const string Costs = "date,channel,cost_type,amount,currency,description\n2026-05-04,google_ads,media,120.50,USD,search\n2026-05-05,google_ads,media,80.25,USD,search\n";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("GET", "/api/health")]
    [InlineData("GET", "/api/openapi.json")]
    [InlineData("GET", "/api/metrics/spend?from=2026-05-01&to=2026-05-31")]
    [InlineData("POST", "/api/recompute")]
    [InlineData("POST", "/api/exports?name=costs.csv")]
    public async Task Without_a_token_every_door_is_closed(string method, string path)
    {
        await using var host = new FunctionsHost(program.Folder, (await NewAccountsAsync()).Settings);
        await host.StartAsync(Cancellation);
        using var request = new HttpRequestMessage(new HttpMethod(method), path) { Content = method == "POST" ? Body(Costs) : null };

        using var answer = await host.ForwardAsync(request, Cancellation);

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        Assert.False(host.HasExited);
    }

    [Fact]
    public async Task Upload_without_a_length_becomes_numbers_and_days_are_computed_again_on_request()
    {
        var (queues, host) = await NewOpenHostAsync();
        await using var closing = host;

        using var upload = await host.ForwardAsync(new(HttpMethod.Post, "/api/exports?name=costs.csv") { Content = Body(Costs) }, Cancellation);
        await queues.DrainAsync(Cancellation);
        var timer = host.App["DailySnapshot"];
        Assert.True((await host.InvokeAsync(timer, Payload.Timer(timer), Cancellation)).IsDone, host.Output);
        await queues.DrainAsync(Cancellation);

        Assert.Equal(HttpStatusCode.Accepted, upload.StatusCode);
        Assert.Equal("done", (string)(await GetAsync(host, upload.Headers.Location!.OriginalString))["state"]!);
        var points = (await GetAsync(host, "/api/metrics/spend?from=2026-05-04&to=2026-05-05&dimension=all"))["points"]!.AsArray();
        Assert.Equal(["120.50", "80.25"], points.Select(point => decimal.Parse(point!["numerator"]!.ToString(), System.Globalization.CultureInfo.InvariantCulture).ToString("0.00", System.Globalization.CultureInfo.InvariantCulture)));

        using var recompute = await host.ForwardAsync(new(HttpMethod.Post, "/api/recompute") { Content = Body("""{"from":"2026-05-04","to":"2026-05-05","metrics":["spend"]}""", "application/json") }, Cancellation);
        await queues.DrainAsync(Cancellation);
        Assert.Equal(HttpStatusCode.Accepted, recompute.StatusCode);
        Assert.Equal("done", (string)(await GetAsync(host, recompute.Headers.Location!.OriginalString))["state"]!);
    }

    [Fact]
    public async Task Message_that_brings_the_program_down_every_time_ends_as_a_failed_run_and_the_next_one_is_heard()
    {
        FunctionsHost host = null!;
        (var queues, host) = await NewOpenHostAsync((function, message) => function.Queue is "landed-exports" && message.Body.ToString().Contains("deadly.csv", StringComparison.Ordinal) ? host.KillAsync() : Task.CompletedTask);
        await using var closing = host;

        await queues.SendAsync("landed-exports", Payload.BlobCreated("landing", "deadly.csv").ToJsonString(), Cancellation);
        await queues.DrainAsync(Cancellation);
        await queues.SendAsync("landed-exports", Payload.BlobCreated("landing", "gone.csv").ToJsonString(), Cancellation);
        await queues.DrainAsync(Cancellation);

        var failed = (await GetAsync(host, "/api/runs?state=failed"))["runs"]!.AsArray();
        var run = Assert.Single(failed);
        Assert.Equal("landing/deadly.csv", (string)run!["request"]!["path"]!);
        Assert.NotEmpty(run["errors"]!.AsArray());
        var refused = (await GetAsync(host, "/api/runs?state=refused"))["runs"]!.AsArray();
        Assert.Equal("landing/gone.csv", (string)Assert.Single(refused)!["request"]!["path"]!);
    }

    private static StreamContent Body(string text, string type = "text/csv")
    {
        var body = new StreamContent(new MemoryStream(Encoding.UTF8.GetBytes(text)));
        body.Headers.ContentType = new(type);
        return body;
    }

    private static async Task<JsonNode> GetAsync(FunctionsHost host, string path)
    {
        using var answer = await host.ForwardAsync(new(HttpMethod.Get, path), Cancellation);
        var text = await answer.Content.ReadAsStringAsync(Cancellation);
        Assert.True(answer.StatusCode == HttpStatusCode.OK, $"{path}: {answer.StatusCode} {text}\n{host.Output}");
        return JsonNode.Parse(text)!;
    }

    private async Task<(HostQueues Queues, FunctionsHost Host)> NewOpenHostAsync(Func<HostedFunction, QueueMessage, Task>? meanwhile = null)
    {
        var (settings, connection) = await NewAccountsAsync();
        settings["PIPELINE_NO_AUTHENTICATION"] = "true";
        var host = new FunctionsHost(program.Folder, settings);
        await host.StartAsync(Cancellation);
        var queues = new HostQueues(host, connection) { Meanwhile = meanwhile ?? ((_, _) => Task.CompletedTask) };
        await queues.CreateAsync(Cancellation);
        return (queues, host);
    }

    private async Task<(Dictionary<string, string> Settings, string Connection)> NewAccountsAsync()
    {
        var (lake, host) = (await azurite.NewAccountAsync(), await azurite.NewAccountAsync());
        return (new(StringComparer.Ordinal) { ["PIPELINE_LAKE"] = "azurite", ["Lake"] = lake.ConnectionString, ["AzureWebJobsStorage"] = host.ConnectionString }, host.ConnectionString);
    }
}
