using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Pipeline.App.Hosting;
using Pipeline.App.Runs;
using Pipeline.App.Security;
using Pipeline.App.Tests.Http;
using Pipeline.Storage;
using Pipeline.Testing;

namespace Pipeline.App.Tests.Hosting;

/// <summary>A server in this process, on a free loopback port, over a lake in a folder of its own.</summary>
internal sealed class RunningServer : IAsyncDisposable
{
    public const string Costs = "date,channel,cost_type,amount,currency,description\n2026-01-31,google_ads,media,100.00,USD,January\n";

    private readonly TemporaryFolder _folder;
    private readonly bool _ownsFolder;
    private readonly Server _server;
    private readonly StringWriter _output;

    private RunningServer(TemporaryFolder folder, bool ownsFolder, Server server, StringWriter output)
    {
        (_folder, _ownsFolder, _server, _output) = (folder, ownsFolder, server, output);
        Client = new HttpClient(new ContractHandler()) { BaseAddress = server.Address };
    }

    public HttpClient Client { get; }

    public string Lake => _folder["lake"];

    /// <summary>Every line that was logged so far.</summary>
    public string Log => _output.ToString();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <param name="change">Changes the settings: a stand-alone server without delays.</param>
    /// <param name="folder">Where the lake lies, in <c>lake</c>; by default in a new folder.</param>
    public static async Task<RunningServer> StartAsync(Func<ServeSettings, ServeSettings>? change = null, TemporaryFolder? folder = null)
    {
        var place = folder ?? new TemporaryFolder();
        var output = new StringWriter();
        var context = new ProgramContext
        {
            Output = TextWriter.Synchronized(output),
            Error = TextWriter.Null,
            IsTerminal = false,
            Width = 120,
            WorkingFolder = place.Path,
            Clock = TimeProvider.System,
            NewId = Guid.CreateVersion7,
            NewHashKey = () => new byte[32],
        };
        var settings = new ServeSettings
        {
            Lake = place["lake"],
            Address = IPAddress.Loopback,
            Port = 0,
            Authentication = new AuthenticationSettings { IsOpen = true },
            SnapshotDelay = TimeSpan.Zero,
            EventGrace = TimeSpan.Zero,
            QueuePause = TimeSpan.FromMilliseconds(20),
            LandingPause = TimeSpan.FromMilliseconds(50),
        };
        var server = await Server.StartAsync(context, change is null ? settings : change(settings), Cancellation);
        return new(place, folder is null, server, output);
    }

    /// <summary>A server that answers invocations as the custom handler of a Functions host.</summary>
    public static Task<RunningServer> StartHandlerAsync(TemporaryFolder? folder = null) => StartAsync(settings => settings with { IsCustomHandler = true }, folder);

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _server.DisposeAsync();
        if (_ownsFolder) { _folder.Dispose(); }
    }

    public async Task DropAsync(string name, string content)
    {
        var path = Path.Combine(Lake, "landing", name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        await File.WriteAllTextAsync(path, content, Cancellation);
    }

    /// <summary>Calls a function as the host does: a chunked body, no length.</summary>
    public async Task<(HttpStatusCode Status, JsonNode? Answer)> InvokeAsync(string function, string data, string metadata = "{}")
    {
        using var body = new PushContent($$"""{"Data":{{data}},"Metadata":{{metadata}}}""");
        using var request = new HttpRequestMessage(HttpMethod.Post, function) { Content = body };
        request.Headers.TransferEncodingChunked = true;
        using var response = await Client.SendAsync(request, Cancellation);
        var text = await response.Content.ReadAsStringAsync(Cancellation);
        Assert.NotEmpty(text);
        Assert.Equal("application/json", response.Content.Headers.ContentType?.MediaType);
        return (response.StatusCode, JsonNode.Parse(text));
    }

    /// <summary>Runs, newest first, as the ledger in the lake has them.</summary>
    public async Task<IReadOnlyList<RunRecord>> RunsAsync() =>
        (await new ObjectStoreRunLedger(new FolderObjectStore(Lake)).ListAsync(state: null, 1_000, continuation: null, Cancellation)).Runs;

    /// <summary>Looks again until it holds; a minute at most.</summary>
    public static async Task EventuallyAsync(Func<Task<bool>> holds)
    {
        for (var look = 0; look < 1_200; look++)
        {
            if (await holds()) { return; }
            await Task.Delay(TimeSpan.FromMilliseconds(50), Cancellation);
        }

        Assert.Fail("it did not come true within a minute");
    }

    /// <summary>A body whose length nobody knows beforehand.</summary>
    private sealed class PushContent : HttpContent
    {
        private readonly byte[] _bytes;

        public PushContent(string text)
        {
            _bytes = Encoding.UTF8.GetBytes(text);
            Headers.ContentType = new MediaTypeHeaderValue("application/json") { CharSet = "utf-8" };
        }

        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            foreach (var part in _bytes.Chunk(7)) { await stream.WriteAsync(part); }
        }

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}
