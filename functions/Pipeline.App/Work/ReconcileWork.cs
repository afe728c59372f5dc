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
    private const int RunsLookedAt = 1_000;

    public async Task<Reconciliation> DoAsync(CancellationToken cancellationToken)
    {
        var marks = await new LandedMarks(parts.Lake.Store).ReadAsync(cancellationToken).ConfigureAwait(false);
        var ledger = await new ExportLedger(parts.Lake.Store, parts.Lake.Delta).ReadAsync(cancellationToken).ConfigureAwait(false);
        var found = new Reconciliation(
            await SendFilesAsync(BlobEvent.Landing, file => marks.Contains(LandedMarks.Of(file)), cancellationToken).ConfigureAwait(false),
            // Kept by a run that died before it wrote them down, while the landed copy is gone.
            await SendFilesAsync("raw/", file => ledger.Keeps(file.Path) || marks.Contains(LandedMarks.Of(file)), cancellationToken).ConfigureAwait(false),
            await SendRunsAsync(cancellationToken).ConfigureAwait(false));
        logger.Reconciled(found.Landed, found.Raw, found.Runs);
        return found;
    }

    private async Task<int> SendFilesAsync(string prefix, Func<StoredObject, bool> isKnown, CancellationToken cancellationToken)
    {
        var old = parts.Context.Clock.GetUtcNow() - parts.Settings.EventGrace;
        var sent = 0;
        await foreach (var file in parts.Lake.Store.ListAsync(prefix, cancellationToken).ConfigureAwait(false))
        {
            if (file.ModifiedAt > old || isKnown(file)) { continue; }
            await parts.Queues.Exports.SendAsync(WorkEnvelope.Write(new(WorkKind.LandedExport, Path: file.Path)), TimeSpan.Zero, cancellationToken).ConfigureAwait(false);
            sent++;
        }

        return sent;
    }

    private async Task<int> SendRunsAsync(CancellationToken cancellationToken)
    {
        var old = parts.Context.Clock.GetUtcNow() - parts.Settings.RunGrace;
        var sent = 0;
        foreach (var state in new[] { RunState.Queued, RunState.Running })
        {
            var page = await parts.Runs.ListAsync(state, RunsLookedAt, continuation: null, cancellationToken).ConfigureAwait(false);
            foreach (var run in page.Runs.Where(run => run.UpdatedAt < old))
            {
                var queue = run.Kind == WorkKind.LandedExport ? parts.Queues.Exports : parts.Queues.Runs;
                await queue.SendAsync(WorkEnvelope.Write(new(run.Kind, run.RunId, run.Request.Path ?? "")), TimeSpan.Zero, cancellationToken).ConfigureAwait(false);
                sent++;
            }
        }

        return sent;
    }
}
