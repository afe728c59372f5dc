using System.Globalization;
using Pipeline.App.Hosting;
using Pipeline.App.Runs;

namespace Pipeline.App.Work;

/// <summary>What is asked for by the clock. Asking twice in the same hour, or from several workers, is asking once.</summary>
internal sealed class TimedWork(ServerParts parts)
{
    /// <summary>When the daily snapshot is asked for, in UTC, as the Functions host writes it: second, minute, hour, day, month, day of the week.</summary>
    public const string SnapshotSchedule = "0 0 4 * * *";

    /// <summary>When landing and raw are compared with the ledger.</summary>
    public const string ReconciliationSchedule = "0 */15 * * * *";

    /// <returns>The run.</returns>
    public async Task<string> AskForSnapshotAsync(CancellationToken cancellationToken)
    {
        var day = await parts.Belt.TodayAsync(cancellationToken).ConfigureAwait(false);
        var hour = parts.Context.Clock.GetUtcNow().ToString("yyyy-MM-dd'T'HH", CultureInfo.InvariantCulture);
        var run = await parts.Starter.OpenAsync(WorkKind.DailySnapshot, new RunRequest { Day = day }, key: "daily\n" + hour, cancellationToken).ConfigureAwait(false);
        if (!run.IsFinished) { await SendAsync(new(WorkKind.DailySnapshot, run.RunId), cancellationToken).ConfigureAwait(false); }
        return run.RunId;
    }

    public Task AskForReconciliationAsync(CancellationToken cancellationToken) => SendAsync(new(WorkKind.Reconcile), cancellationToken);

    private Task SendAsync(WorkItem item, CancellationToken cancellationToken) => parts.Queues.Runs.SendAsync(WorkEnvelope.Write(item), TimeSpan.Zero, cancellationToken);
}
