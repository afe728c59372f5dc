using System.Collections.Immutable;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Pipeline.App.Telemetry;
using Pipeline.App.Work;

namespace Pipeline.App.Hosting;

/// <summary>What a server does of itself, beside answering. Under a Functions host that is little: triggers come from there.</summary>
internal sealed class ServerLoops : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop;
    private readonly ILogger _logger;
    private readonly ImmutableArray<Task> _running;

    public ServerLoops(ServerParts parts, IHostApplicationLifetime lifetime)
    {
        _stop = CancellationTokenSource.CreateLinkedTokenSource(lifetime.ApplicationStopping);
        _logger = parts.Loggers.CreateLogger("Pipeline.Hosting");
        _running = [.. Loops(parts, lifetime, _stop.Token).Select(loop => Task.Run(() => GuardAsync(loop), CancellationToken.None))];
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await Task.WhenAll(_running).ConfigureAwait(false);
        _stop.Dispose();
    }

    private IEnumerable<Func<Task>> Loops(ServerParts parts, IHostApplicationLifetime lifetime, CancellationToken cancellationToken)
    {
        var settings = parts.Settings;
        if (settings.IsCustomHandler)
        {
            yield return async () =>
            {
                await ParentWatch.RunAsync(parts.Context.Clock, _logger, cancellationToken).ConfigureAwait(false);
                if (!OperatingSystem.IsWindows()) { lifetime.StopApplication(); }
            };
        }
        else
        {
            var timed = new TimedWork(parts);
            yield return () => new Schedule("daily snapshot", TimedWork.SnapshotSchedule, timed.AskForSnapshotAsync).RunAsync(parts.Context.Clock, _logger, cancellationToken);
            yield return () => new Schedule("reconciliation", TimedWork.ReconciliationSchedule, timed.AskForReconciliationAsync).RunAsync(parts.Context.Clock, _logger, cancellationToken);
        }

        if (!settings.IsCustomHandler && settings.IsFolderLake) { yield return () => new LandingWatch(parts, _logger).RunAsync(cancellationToken); }
        // No Functions host watches queues that lie in the lake itself.
        if (settings.IsCustomHandler && !settings.IsFolderLake) { yield break; }
        yield return () => new WorkLoop(parts, queues => queues.Exports, isPoison: false, _logger).RunAsync(cancellationToken);
        yield return () => new WorkLoop(parts, queues => queues.Runs, isPoison: false, _logger).RunAsync(cancellationToken);
        yield return () => new WorkLoop(parts, queues => queues.PoisonedExports, isPoison: true, _logger).RunAsync(cancellationToken);
        yield return () => new WorkLoop(parts, queues => queues.PoisonedRuns, isPoison: true, _logger).RunAsync(cancellationToken);
    }

    private async Task GuardAsync(Func<Task> loop)
    {
        try
        {
            await loop().ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // The server ends.
        }
        catch (Exception error)
        {
            // A loop ends only by a fault of ours; the server goes on with the others and says so.
            _logger.LoopStumbled("server", error.GetType().Name, Faults.DetailOf(error));
        }
    }
}
