using System.Net;
using System.Net.Sockets;
using System.Text;
using Pipeline.App.Tests.Hosting;

namespace Pipeline.App.Tests.Http;

public sealed class LimitsTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task More_requests_than_allowed_at_once_are_asked_to_come_back()
    {
        await using var server = await RunningServer.StartAsync(settings => settings with { MostRequests = 1 });
        using var slow = await OpenAsync(server, "POST /api/exports?name=a.csv HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\n\r\na");
        // Its bytes arrive in the scratch folder: it holds the only place.
        await RunningServer.EventuallyAsync(() => Task.FromResult(Directory.Exists(Path.Combine(server.Lake, "_tmp")) && Directory.EnumerateFiles(Path.Combine(server.Lake, "_tmp")).Any()));

        using var refused = await server.Client.GetAsync("/api/metrics", Cancellation);
        await slow.GetStream().WriteAsync("bcde"u8.ToArray(), Cancellation);

        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
        Assert.NotNull(refused.Headers.RetryAfter);
        Assert.StartsWith("HTTP/1.1 202", await ReadAsync(slow), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await server.Client.GetAsync("/api/metrics", Cancellation)).StatusCode);
    }

    [Fact]
    public async Task Request_that_takes_too_long_ends_with_408()
    {
        await using var server = await RunningServer.StartAsync(settings => settings with { RequestLimit = TimeSpan.FromMilliseconds(200) });
        using var slow = await OpenAsync(server, "POST /api/recompute HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 50\r\n\r\n{");

        Assert.StartsWith("HTTP/1.1 408", await ReadAsync(slow), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await server.Client.GetAsync("/api/metrics", Cancellation)).StatusCode);
    }

    [Theory]
    [InlineData("Host: rebound.example.com")]
    [InlineData("Host: localhost\r\nOrigin: https://example.com")]
    [InlineData("Host: localhost\r\nOrigin: null")]
    public async Task Open_server_answers_no_page_of_another_site(string headers)
    {
        await using var server = await RunningServer.StartAsync();
        using var browser = await OpenAsync(server, $"POST /api/exports?name=a.csv HTTP/1.1\r\n{headers}\r\nContent-Type: text/plain\r\nContent-Length: 1\r\n\r\na");

        Assert.StartsWith("HTTP/1.1 403", await ReadAsync(browser), StringComparison.Ordinal);
        Assert.Empty(await server.RunsAsync());
    }

    [Fact]
    public async Task Caller_that_goes_away_in_the_middle_of_an_upload_leaves_nothing()
    {
        await using var server = await RunningServer.StartAsync();
        using (await OpenAsync(server, "POST /api/exports?name=a.csv HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5000\r\n\r\nabc")) { await Task.Yield(); }

        await RunningServer.EventuallyAsync(() => Task.FromResult(server.Log.Contains("\"endpoint\":\"upload\"", StringComparison.Ordinal)));
        Assert.Empty(await server.RunsAsync());
        Assert.False(Directory.Exists(Path.Combine(server.Lake, "landing")) && Directory.EnumerateFiles(Path.Combine(server.Lake, "landing"), "*", SearchOption.AllDirectories).Any());
    }

    private static async Task<TcpClient> OpenAsync(RunningServer server, string request)
    {
        var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, server.Client.BaseAddress!.Port, Cancellation);
        await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(request), Cancellation);
        return client;
    }

    private static async Task<string> ReadAsync(TcpClient client)
    {
        var buffer = new byte[4_096];
        var length = await client.GetStream().ReadAsync(buffer, Cancellation);
        return Encoding.ASCII.GetString(buffer, 0, length);
    }
}
