using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;

namespace Pipeline.Deployment.Tests.Host;

/// <summary>Plays a Functions host: starts the published program as its custom handler and talks to it as the host does.</summary>
/// <param name="root">The root of the app.</param>
/// <param name="settings">The app settings. The program also inherits what this process has, and some settings of a real host that must not mislead it.</param>
internal sealed class FunctionsHost(string root, IReadOnlyDictionary<string, string> settings) : IAsyncDisposable
{
    private static readonly TimeSpan ReadyLimit = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan ProbePause = TimeSpan.FromMilliseconds(25);

    private readonly ConcurrentQueue<string> _output = new();
    private readonly HttpClient _client = new(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false, UseProxy = false }) { Timeout = TimeSpan.FromMinutes(5) };
    private Process? _process;

    public FunctionApp App { get; } = new(root);

    /// <summary>Where the program is told to listen; the same after a restart.</summary>
    public int Port { get; } = FreePort();

    /// <summary>A port that settings meant for the host itself name; nothing may listen there.</summary>
    public int HostPort { get; } = FreePort();

    /// <summary>What the program printed, for the message of a test that fails.</summary>
    public string Output => string.Join('\n', _output);

    public bool HasExited => _process is null or { HasExited: true };

    /// <summary>Starts the program, and again after it was killed, and waits until it answers.</summary>
    /// <returns>How long that took.</returns>
    public async Task<TimeSpan> StartAsync(CancellationToken cancellationToken)
    {
        _process?.Dispose();
        _process = Process.Start(StartOf(App.Executable, App.Arguments)) ?? throw new InvalidOperationException($"{App.Executable} did not start");
        Follow(_process);
        return await ProbeAsync(() => HasExited, cancellationToken);
    }

    /// <summary>How the host starts a program, with the environment it gives it.</summary>
    public ProcessStartInfo StartOf(string program, IEnumerable<string> arguments)
    {
        var port = Port.ToString(CultureInfo.InvariantCulture);
        var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = App.Root, UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        // The host is a web server itself, and the program inherits its settings.
        start.Environment["ASPNETCORE_URLS"] = $"http://127.0.0.1:{HostPort}";
        start.Environment["DOTNET_URLS"] = $"http://127.0.0.1:{HostPort}";
        start.Environment["ASPNETCORE_HTTP_PORTS"] = HostPort.ToString(CultureInfo.InvariantCulture);
        start.Environment["Kestrel__Endpoints__Http__Url"] = $"http://127.0.0.1:{HostPort}";
        start.Environment["FUNCTIONS_WORKER_RUNTIME"] = "custom";
        start.Environment["FUNCTIONS_EXTENSION_VERSION"] = "~4";
        foreach (var (name, value) in settings) { start.Environment[name] = value; }
        start.Environment["FUNCTIONS_CUSTOMHANDLER_PORT"] = port;
        start.Environment["FUNCTIONS_HTTPWORKER_PORT"] = port;
        start.Environment["FUNCTIONS_CUSTOMHANDLER_WORKER_ID"] = "9d5d6a3e-2b4c-4f0f-8a55-0c2d6a6f7b11";
        start.Environment["FUNCTIONS_HTTPWORKER_ID"] = "9d5d6a3e-2b4c-4f0f-8a55-0c2d6a6f7b11";
        start.Environment["FUNCTIONS_APP_ROOT_PATH"] = App.Root;
        return start;
    }

    /// <summary>Asks every 25 ms whether the program is ready: any answer means yes.</summary>
    public async Task<TimeSpan> ProbeAsync(Func<bool> hasExited, CancellationToken cancellationToken)
    {
        var start = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(start) < ReadyLimit)
        {
            try
            {
                using var answer = await _client.GetAsync(AddressOf("/"), cancellationToken);
                return Stopwatch.GetElapsedTime(start);
            }
            catch (HttpRequestException error)
            {
                if (hasExited()) { throw new InvalidOperationException($"the program ended before it answered; it printed: {Output}", error); }
                // The host itself does nothing else than to ask again.
                await Task.Delay(ProbePause, cancellationToken);
            }
        }

        throw new TimeoutException($"the program did not answer within {ReadyLimit.TotalSeconds} s; it printed: {Output}");
    }

    /// <summary>Kills the program without a word, as the host does at its time limit and when it scales in.</summary>
    public async Task KillAsync()
    {
        if (_process is null) { return; }
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    /// <summary>Invokes a function by the JSON contract: POST, chunked, with no length.</summary>
    public Task<InvocationAnswer> InvokeAsync(HostedFunction function, JsonObject payload, CancellationToken cancellationToken) =>
        PostAsync(function.Name, new StreamContent(new MemoryStream(Encoding.UTF8.GetBytes(payload.ToJsonString()))), cancellationToken);

    /// <summary>As <see cref="InvokeAsync"/>, with a body of one's own.</summary>
    public async Task<InvocationAnswer> PostAsync(string function, HttpContent body, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, AddressOf("/" + function)) { Content = body };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json", "utf-8");
        Sign(request);
        try
        {
            using var answer = await _client.SendAsync(request, cancellationToken);
            return await InvocationAnswer.ReadAsync(answer, cancellationToken);
        }
        catch (HttpRequestException error)
        {
            return InvocationAnswer.Failed(error.Message);
        }
    }

    /// <summary>Forwards an HTTP request as it came, with its original path, and hands back the answer as it is.</summary>
    public async Task<HttpResponseMessage> ForwardAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Assert.True(App.IsForwarding);
        request.RequestUri = AddressOf(request.RequestUri!.OriginalString);
        request.Headers.Host ??= "localhost:7071";
        Sign(request);
        return await _client.SendAsync(request, cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        if (!HasExited) { await KillAsync(); }
        _process?.Dispose();
        _client.Dispose();
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static void Sign(HttpRequestMessage request)
    {
        if (request.Content is not null)
        {
            request.Content.Headers.ContentLength = null;
            request.Headers.TransferEncodingChunked = true;
        }

        request.Headers.Add("X-Azure-Functions-HostVersion", "4.1037.0");
        request.Headers.Add("X-Azure-Functions-InvocationId", "3f0c4b0e-7a7e-4d0b-8a52-8a6a3b1d5e10");
        request.Headers.UserAgent.ParseAdd("Azure-Functions-Host/4.1037.0");
    }

    private Uri AddressOf(string path) => new(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{Port}{path}"));

    private void Follow(Process process)
    {
        process.OutputDataReceived += (_, line) => Keep(line.Data);
        process.ErrorDataReceived += (_, line) => Keep(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    private void Keep(string? line)
    {
        if (line is not null) { _output.Enqueue(line); }
    }
}
