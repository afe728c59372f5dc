using Microsoft.Extensions.Logging;
using Pipeline.App.Hosting;
using Pipeline.App.Runs;
using Pipeline.App.Telemetry;
using Pipeline.Land;
using Pipeline.Storage;

namespace Pipeline.App.Work;

/// <summary>What reconciling asked for again.</summary>
/// <param name="Landed">Landed files that nobody had dealt with.</param>
/// <param name="Raw">Kept files that the ledger of exports does not know.</param>
/// <param name="Runs">Runs that were accepted and showed no sign of life.</param>
internal sealed record Reconciliation(int Landed, int Raw, int Runs);

/// <summary>Compares landing and raw with what is known of exports, and asks again for what was lost: a lost event or message costs time, not data.</summary>
internal sealed class ReconcileWork(ServerParts parts, ILogger logger)
{
    private const int RunsInPart = 200;

    /// <summary>What is older and still not done needs a person.</summary>
    private static readonly TimeSpan LookBack = TimeSpan.FromDays(7);

    private readonly LandedMarks _marks = new(parts.Lake.Store);
    private readonly DateTimeOffset _now = parts.Context.Clock.GetUtcNow();

    public async Task<Reconciliation> DoAsync(CancellationToken cancellationToken)
    {
        var marks = await _marks.ReadAsync(cancellationToken).ConfigureAwait(false);
        var ledger = await new ExportLedger(parts.Lake.Store, parts.Lake.Delta).ReadAsync(cancellationToken).ConfigureAwait(false);
        var gone = new HashSet<string>(marks, StringComparer.Ordinal);
        var landed = await SendFilesAsync(BlobEvent.Landing, file => IsMarked(file, marks, gone), cancellationToken).ConfigureAwait(false);
        // Kept by a run that died before it wrote them down, while the landed copy is gone.
        var raw = await SendFilesAsync(ObjectPath.Raw, file => IsMarked(file, marks, gone) || ledger.Keeps(file.Path), cancellationToken).ConfigureAwait(false);
        var runs = await SendRunsAsync(cancellationToken).ConfigureAwait(false);
        // A mark was read before files were listed, so what it stood for is there no longer.
        foreach (var mark in gone) { await _marks.RemoveAsync(mark, cancellationToken).ConfigureAwait(false); }
        logger.Reconciled(landed, raw, runs);
        return new(landed, raw, runs);
    }

    private static bool IsMarked(StoredObject file, HashSet<string> marks, HashSet<string> gone)
    {
        var mark = LandedMarks.Of(file);
        gone.Remove(mark);
        return marks.Contains(mark);
    }

    private async Task<int> SendFilesAsync(string prefix, Func<StoredObject, bool> isKnown, CancellationToken cancellationToken)
    {
        var old = _now - parts.Settings.EventGrace;
        var sent = 0;
        await foreach (var file in parts.Lake.Store.ListAsync(prefix, cancellationToken).ConfigureAwait(false))
        {
            if (isKnown(file) || file.ModifiedAt > old) { continue; }
            if (await SendFileAsync(file, cancellationToken).ConfigureAwait(false)) { sent++; }
        }

        return sent;
    }

    /// <summary>A file is asked for once; when that comes to nothing, its run is found among those that show no sign of life.</summary>
    private async Task<bool> SendFileAsync(StoredObject file, CancellationToken cancellationToken)
    {
        var run = await parts.LandedRuns.OpenAsync(file, cancellationToken).ConfigureAwait(false);
        if (run.IsFinished)
        {
            await _marks.SetAsync(file, cancellationToken).ConfigureAwait(false);
            return false;
        }

        if (run.Attempts > 0 || run.CreatedAt < _now) { return false; }
        await SendAsync(run, cancellationToken).ConfigureAwait(false);
        return true;
    }

    private async Task<int> SendRunsAsync(CancellationToken cancellationToken)
    {
        var old = _now - parts.Settings.RunGrace;
        var sent = 0;
        RunPage page = new([], null);
        do
        {
            page = await parts.Runs.ListAsync(state: null, RunsInPart, page.Continuation, cancellationToken).ConfigureAwait(false);
            foreach (var run in page.Runs.Where(run => !run.IsFinished && run.UpdatedAt < old))
            {
                await SendAsync(run, cancellationToken).ConfigureAwait(false);
                // Once in a while, not with every reconciliation: it may only be waiting its turn.
                await parts.History.TouchAsync(run.RunId, cancellationToken).ConfigureAwait(false);
                sent++;
            }
        }
        while (page.Continuation is not null && (page.Runs.IsEmpty || page.Runs[^1].CreatedAt > _now - LookBack));

        return sent;
    }

    private Task SendAsync(RunRecord run, CancellationToken cancellationToken)
    {
        var queue = run.Kind == WorkKind.LandedExport ? parts.Queues.Exports : parts.Queues.Runs;
        return queue.SendAsync(WorkEnvelope.Write(new(run.Kind, run.RunId, run.Request.Path ?? "")), TimeSpan.Zero, cancellationToken);
    }
}
