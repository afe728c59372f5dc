using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Pipeline.App.Functions;
using Pipeline.App.Http;
using Pipeline.App.Telemetry;

namespace Pipeline.App.Hosting;

/// <summary>The program as a server: the custom handler of a Functions host, or alone with its own schedule and queue readers.</summary>
internal sealed class Server : IAsyncDisposable
{
    private static readonly TimeSpan StopTime = TimeSpan.FromSeconds(5);

    private readonly WebApplication _web;
    private readonly ServerParts _parts;
    private readonly ApiGate _gate;
    private readonly ServerLoops _loops;
    private readonly TelemetryExport? _export;

    private Server(WebApplication web, ServerParts parts, ApiGate gate)
    {
        (_web, _parts, _gate) = (web, parts, gate);
        _export = parts.Settings.Collector is { } collector ? TelemetryExport.Start(collector) : null;
        _loops = new ServerLoops(parts, web.Lifetime);
    }

    /// <summary>Where it listens.</summary>
    public Uri Address => new(_web.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());

    /// <exception cref="RefusalException">The port is taken, or not ours to use.</exception>
    public static async Task<Server> StartAsync(ProgramContext context, ServeSettings settings, CancellationToken cancellationToken)
    {
        // Empty, so that no setting of the environment (the host's own ASPNETCORE_URLS among them) decides where it listens.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddRoutingCore();
        builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = StopTime);
        builder.Services.Configure<ConsoleLifetimeOptions>(options => options.SuppressStatusMessages = true);
        builder.Logging.AddProvider(new LineLoggerProvider(context.Output, context.Clock));
        builder.Logging.SetMinimumLevel(LogLevel.Information).AddFilter("Microsoft", LogLevel.Warning);
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Listen(settings.Address, settings.Port, listen => listen.Protocols = HttpProtocols.Http1);
        });
        var web = builder.Build();
        var parts = new ServerParts(context, settings, web.Services.GetRequiredService<ILoggerFactory>());
        var gate = Map(web, parts);
        await StartAsync(web, settings, cancellationToken).ConfigureAwait(false);
        return new(web, parts, gate);
    }

    /// <summary>Completes when the program is asked to end, or when its parent is gone.</summary>
    public Task WaitForStopAsync(CancellationToken cancellationToken) => _web.WaitForShutdownAsync(cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await _loops.DisposeAsync().ConfigureAwait(false);
        await _web.StopAsync(CancellationToken.None).ConfigureAwait(false);
        await _web.DisposeAsync().ConfigureAwait(false);
        _export?.Dispose();
        _gate.Dispose();
        _parts.Dispose();
    }

    private static ApiGate Map(WebApplication web, ServerParts parts)
    {
        var gate = new ApiGate(parts);
        web.Use(next => http => ApiGate.FinishAsync(http, next));
        // The host asks every 25 ms whether the program is ready, and later whether it lives: no work here.
        web.MapGet("/", (RequestDelegate)(http => http.Response.WriteAsync("pipeline\n", http.RequestAborted)));
        if (parts.Settings.IsCustomHandler) { FunctionEndpoint.Map(web, parts); }
        gate.Map(web);
        return gate;
    }

    private static async Task StartAsync(WebApplication web, ServeSettings settings, CancellationToken cancellationToken)
    {
        try
        {
            await web.StartAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception error) when (error is IOException or System.Net.Sockets.SocketException)
        {
            await web.DisposeAsync().ConfigureAwait(false);
            throw new RefusalException($"cannot listen on {new IPEndPoint(settings.Address, settings.Port)}: {error.Message}; choose another port with --port", error);
        }
    }
}
