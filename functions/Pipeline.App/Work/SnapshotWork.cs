using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Pipeline.App.Hosting;
using Pipeline.App.Report;
using Pipeline.App.Runs;
using Pipeline.App.Telemetry;
using Pipeline.Publish;

namespace Pipeline.App.Work;

/// <summary>Computes every day from the facts and publishes what is new. Changed settings are noticed here: then the facts are read again from what was kept.</summary>
internal sealed class SnapshotWork(ServerParts parts, ILogger logger) : IWork
{
    public async Task<RunOutcome> DoAsync(RunRecord run, IProgress<StepProgress> progress, CancellationToken cancellationToken)
    {
        await parts.Belt.LandAsync([], run.RunId, progress, cancellationToken).ConfigureAwait(false);
        var receipt = await parts.Belt.SnapshotAsync(asOf: null, run.RunId, progress, cancellationToken).ConfigureAwait(false);
        return OutcomeOf(run.RunId, receipt, logger);
    }

    public static RunOutcome OutcomeOf(string runId, SnapshotReceipt receipt, ILogger logger)
    {
        var changed = receipt.Tables.Where(table => !table.ChunksWritten.IsEmpty).ToImmutableArray();
        foreach (var table in changed) { logger.TableCommitted(runId, PathOf(table), table.Version); }
        var counts = ImmutableSortedDictionary.CreateRange(StringComparer.Ordinal, new KeyValuePair<string, long>[]
        {
            new("tables_changed", changed.Length),
            new("chunks_written", changed.Sum(table => (long)table.ChunksWritten.Length)),
            new("rows", receipt.Tables.Sum(table => table.Rows)),
        });
        return RunOutcome.Done(counts, receipt.Tables.Where(table => table.Version >= 0).ToImmutableSortedDictionary(PathOf, table => table.Version, StringComparer.Ordinal)) with { HasNews = !changed.IsEmpty };
    }

    private static string PathOf(PublishReceipt table) => "metrics/" + table.Table;
}
