using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Pipeline.App.Hosting;
using Pipeline.App.Runs;
using Pipeline.App.Settings;
using Pipeline.App.Telemetry;
using Pipeline.Metrics;

namespace Pipeline.App.Work;

/// <summary>What became of a message.</summary>
/// <param name="IsDone">Whether the message is done with, also when what it asked for was refused; otherwise it is to come again.</param>
/// <param name="RunId">The run that it belongs to; empty when it asked for none.</param>
internal readonly record struct WorkResult(bool IsDone, string RunId);

/// <summary>Does what messages ask, one heavy piece at a time, and writes down what became of it. No message brings the process down.</summary>
internal sealed class WorkProcessor : IDisposable
{
    private readonly ServerParts _parts;
    private readonly ILogger _logger;
    private readonly SemaphoreSlim _turn = new(1);
    private readonly ImmutableDictionary<WorkKind, IWork> _works;

    public WorkProcessor(ServerParts parts)
    {
        _parts = parts;
        _logger = parts.Loggers.CreateLogger("Pipeline.Work");
        _works = ImmutableDictionary.CreateRange(new KeyValuePair<WorkKind, IWork>[]
        {
            new(WorkKind.LandedExport, new ExportWork(parts, _logger)),
            new(WorkKind.DailySnapshot, new SnapshotWork(parts, _logger)),
            new(WorkKind.Recompute, new RecomputeWork(parts, _logger)),
        });
    }

    public void Dispose() => _turn.Dispose();

    /// <summary>Handles the text of a message. What no worker can ever use is written down as a refused run.</summary>
    /// <param name="reading">What the message says.</param>
    /// <param name="queue">The queue it came from.</param>
    /// <param name="attempt">How often it was received, this time included.</param>
    /// <param name="cancellationToken">The program ends: the message comes again.</param>
    public async Task<WorkResult> HandleAsync(WorkReading reading, string queue, int attempt, CancellationToken cancellationToken)
    {
        try
        {
            if (reading.Refusal.Length > 0) { return await RefuseAsync(reading.Refusal, queue, cancellationToken).ConfigureAwait(false); }
            if (reading.Item is not { } item) { return new(IsDone: true, ""); }
            if (item.Kind == WorkKind.Reconcile)
            {
                await new ReconcileWork(_parts, _logger).DoAsync(cancellationToken).ConfigureAwait(false);
                return new(IsDone: true, "");
            }

            var run = await OpenAsync(item, cancellationToken).ConfigureAwait(false);
            return new(await DoAsync(run, attempt, cancellationToken).ConfigureAwait(false), run.RunId);
        }
        catch (Exception error) when (!cancellationToken.IsCancellationRequested)
        {
            // The border: storage that cannot even be told of a failure, or a fault of ours. The message comes again.
            _logger.WorkStumbled("", queue, attempt, error.GetType().Name, Faults.DetailOf(error));
            return new(IsDone: false, "");
        }
    }

    /// <summary>Writes down that a message failed as often as allowed. Nothing is lost in silence.</summary>
    public async Task<string> ReportPoisonAsync(WorkReading reading, string queue, CancellationToken cancellationToken)
    {
        if (reading.Item is not { } item) { return (await RefuseAsync(reading.Refusal, queue, cancellationToken).ConfigureAwait(false)).RunId; }
        if (item.Kind == WorkKind.Reconcile) { return ""; }
        var run = await OpenAsync(item, cancellationToken).ConfigureAwait(false);
        await _parts.History.FailAsync(run.RunId, "it failed as often as allowed and is not tried again by itself; mend what the sentences before say, then ask for it again", cancellationToken).ConfigureAwait(false);
        if (item.Kind == WorkKind.LandedExport && await LandedMarks.FindAsync(_parts.Lake.Store, item.Path, cancellationToken).ConfigureAwait(false) is { } landed)
        {
            // Or reconciling would send it round for ever.
            await new LandedMarks(_parts.Lake.Store).SetAsync(landed, cancellationToken).ConfigureAwait(false);
        }

        _logger.PoisonReported(queue, run.RunId);
        return run.RunId;
    }

    private async Task<bool> DoAsync(RunRecord run, int attempt, CancellationToken cancellationToken)
    {
        // Days that were computed again stay so; exports and snapshots look again, since files and facts may have changed.
        if (run.IsFinished && run.Kind == WorkKind.Recompute) { return true; }
        using var limit = new CancellationTokenSource(_parts.Settings.WorkLimit, _parts.Context.Clock);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        var kind = WorkEnvelope.NameOf(run.Kind);
        var began = _parts.Context.Clock.GetTimestamp();
        using var span = Instruments.BeginWork(kind, run.RunId, attempt);
        try
        {
            await _turn.WaitAsync(both.Token).ConfigureAwait(false);
            var outcome = await TakeTurnAsync(run, attempt, both.Token).ConfigureAwait(false);
            if (!run.IsFinished || outcome.HasNews) { await _parts.History.FinishAsync(run.RunId, outcome, cancellationToken).ConfigureAwait(false); }
            var time = _parts.Context.Clock.GetElapsedTime(began);
            Instruments.EndWork(span, kind, RunNames.Of(outcome.State), time);
            _logger.WorkEnded(run.RunId, kind, RunNames.Of(outcome.State), (long)time.TotalMilliseconds);
            return true;
        }
        catch (Exception error) when (!cancellationToken.IsCancellationRequested)
        {
            Instruments.EndWork(span, kind, "stumbled", _parts.Context.Clock.GetElapsedTime(began));
            _logger.WorkStumbled(run.RunId, kind, attempt, error.GetType().Name, Faults.DetailOf(error, run.Request.Path));
            if (!run.IsFinished) { await _parts.History.StumbleAsync(run.RunId, $"attempt {attempt}: {Faults.SentenceOf(error, limit.IsCancellationRequested)}", cancellationToken).ConfigureAwait(false); }
            return false;
        }
    }

    private async Task<RunOutcome> TakeTurnAsync(RunRecord run, int attempt, CancellationToken cancellationToken)
    {
        try
        {
            _logger.WorkBegan(run.RunId, WorkEnvelope.NameOf(run.Kind), attempt);
            if (!run.IsFinished) { await _parts.History.BeginAsync(run.RunId, cancellationToken).ConfigureAwait(false); }
            var progress = new ProgressWriter(_parts.History, run.RunId, _logger, _parts.Context.Clock);
            await using var closing = progress.ConfigureAwait(false);
            return await _works[run.Kind].DoAsync(run, progress, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception error) when (error is RefusalException or SettingsException or MetricIdentityException)
        {
            return RunOutcome.Refused(error.Message);
        }
        finally
        {
            _turn.Release();
        }
    }

    private async Task<WorkResult> RefuseAsync(string sentence, string queue, CancellationToken cancellationToken)
    {
        var kind = queue.StartsWith(WorkQueues.ExportsName, StringComparison.Ordinal) ? WorkKind.LandedExport : WorkKind.Recompute;
        var run = await _parts.Starter.OpenAsync(kind, new RunRequest(), key: "refused\n" + queue + "\n" + sentence, cancellationToken).ConfigureAwait(false);
        await _parts.History.FinishAsync(run.RunId, RunOutcome.Refused(sentence), cancellationToken).ConfigureAwait(false);
        _logger.MessageRefused(queue, run.RunId);
        return new(IsDone: true, run.RunId);
    }

    private async Task<RunRecord> OpenAsync(WorkItem item, CancellationToken cancellationToken)
    {
        if (RunKey.IsValid(item.RunId))
        {
            return await _parts.Starter.OpenAsync(item.RunId, item.Kind, new RunRequest { Path = item.Path.Length > 0 ? item.Path : null }, cancellationToken).ConfigureAwait(false);
        }

        if (item.Kind != WorkKind.LandedExport) { return await _parts.Starter.OpenAsync(item.Kind, new RunRequest(), key: null, cancellationToken).ConfigureAwait(false); }
        return await _parts.LandedRuns.OpenAsync(item.Path, cancellationToken).ConfigureAwait(false);
    }
}
