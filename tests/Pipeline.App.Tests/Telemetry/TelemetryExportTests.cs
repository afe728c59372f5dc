using System.Collections.Concurrent;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Pipeline.App.Hosting;
using Pipeline.App.Tests.Hosting;
using Pipeline.App.Work;

namespace Pipeline.App.Tests.Telemetry;

public sealed class TelemetryExportTests
{
    private const string Trace = "0af7651916cd43dd8448eb211c80319c";

    [Fact]
    public async Task Work_and_requests_are_traced_and_measured_where_a_collector_is_named_and_nothing_personal_goes_there()
    {
        var received = new ConcurrentDictionary<string, string>(StringComparer.Ordinal);
        await using var collector = await CollectorAsync(received);
        var address = new Uri(collector.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
        await using (var server = await RunningServer.StartAsync(settings => settings with { Collector = address }))
        {
            await server.DropAsync("canary@example.com.csv", RunningServer.Costs);
            await RunningServer.EventuallyAsync(async () => (await server.RunsAsync()).Any(run => run is { Kind: WorkKind.DailySnapshot, IsFinished: true }));
            using var request = new HttpRequestMessage(HttpMethod.Get, "/api/metrics/spend?member=canary");
            request.Headers.Add("traceparent", $"00-{Trace}-b7ad6b7169203331-01");
            using var answer = await server.Client.SendAsync(request, TestContext.Current.CancellationToken);
            Assert.Contains($"\"trace_id\":\"{Trace}\"", server.Log, StringComparison.Ordinal);
        }

        var traces = received["/v1/traces"];
        string[] spans = ["landed_export", "daily_snapshot", "Reading exports", "metric", "run_id"];
        Assert.All(spans, name => Assert.Contains(name, traces, StringComparison.Ordinal));
        Assert.Contains(Encoding.Latin1.GetString(Convert.FromHexString(Trace)), traces, StringComparison.Ordinal);
        string[] measures = ["pipeline.work.duration", "pipeline.rows", "pipeline.request.duration"];
        Assert.All(measures, name => Assert.Contains(name, received["/v1/metrics"], StringComparison.Ordinal));
        Assert.All(received.Values, body => Assert.DoesNotContain("canary", body, StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public void Collector_that_is_no_address_is_refused()
    {
        var refusal = Assert.Throws<RefusalException>(() => ServeSettings.Read(name => name == "OTEL_EXPORTER_OTLP_ENDPOINT" ? "localhost" : null, new ServeOptions("lake", System.Net.IPAddress.Loopback, 0, IsOpen: true)));

        Assert.Contains("http://localhost:4318", refusal.Message, StringComparison.Ordinal);
    }

    /// <summary>A collector that keeps what it gets, byte by byte as a character each.</summary>
    private static async Task<WebApplication> CollectorAsync(ConcurrentDictionary<string, string> received)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        var web = builder.Build();
        web.Run(async http =>
        {
            using var body = new MemoryStream();
            await http.Request.Body.CopyToAsync(body);
            received.AddOrUpdate(http.Request.Path.Value!, _ => Encoding.Latin1.GetString(body.ToArray()), (_, before) => before + Encoding.Latin1.GetString(body.ToArray()));
        });
        await web.StartAsync(TestContext.Current.CancellationToken);
        return web;
    }
}
