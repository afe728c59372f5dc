using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Pipeline.App.Hosting;
using Pipeline.App.Report;
using Pipeline.App.Runs;
using Pipeline.App.Telemetry;
using Pipeline.Land;
using Pipeline.Model;

namespace Pipeline.App.Work;

/// <summary>Reads one landed file into the facts, and asks for the metrics to be computed a little later.</summary>
internal sealed class ExportWork(ServerParts parts, ILogger logger) : IWork
{
    private readonly Lock _door = new();
    private DateTimeOffset _nextSnapshot = DateTimeOffset.MinValue;

    public async Task<RunOutcome> DoAsync(RunRecord run, IProgress<StepProgress> progress, CancellationToken cancellationToken)
    {
        var path = run.Request.Path ?? "";
        var store = parts.Lake.Store;
        if (await LandedMarks.FindAsync(store, path, cancellationToken).ConfigureAwait(false) is not { } landed)
        {
            return RunOutcome.Refused("the file is no longer where it was landed; it was removed before it was read, so drop it again");
        }

        var file = new LandingFile(LandedName.Of(path), landed.ModifiedAt, token => store.OpenReadAsync(path, token));
        var facts = await parts.Belt.LandAsync([file], run.RunId, progress, cancellationToken).ConfigureAwait(false);
        foreach (var record in facts.Landing.Exports) { Log(run.RunId, record); }
        foreach (var merge in facts.Landing.Merges) { logger.TableCommitted(run.RunId, merge.Table.Path, merge.Version); }
        await AskForSnapshotAsync(cancellationToken).ConfigureAwait(false);
        // Last: a worker that dies before this line is given the file again.
        await new LandedMarks(store).SetAsync(landed, cancellationToken).ConfigureAwait(false);
        return OutcomeOf(facts);
    }

    /// <summary>One message serves all exports that are read before it is received.</summary>
    private async Task AskForSnapshotAsync(CancellationToken cancellationToken)
    {
        var now = parts.Context.Clock.GetUtcNow();
        lock (_door)
        {
            if (now < _nextSnapshot) { return; }
            _nextSnapshot = now + parts.Settings.SnapshotDelay;
        }

        try
        {
            var item = new WorkItem(WorkKind.DailySnapshot, RunKey.Of(parts.Context.NewId()));
            await parts.Queues.Runs.SendAsync(WorkEnvelope.Write(item), parts.Settings.SnapshotDelay, cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            lock (_door) { _nextSnapshot = DateTimeOffset.MinValue; }
            throw;
        }
    }

    private static RunOutcome OutcomeOf(FactsRun facts)
    {
        var exports = facts.Landing.Exports;
        var counts = ImmutableSortedDictionary.CreateRange(StringComparer.Ordinal, new KeyValuePair<string, long>[]
        {
            new("exports_new", exports.Length),
            new("exports_known", facts.Landing.Known),
            new("rows_in", exports.Sum(export => export.RowsIn)),
            new("rows_accepted", exports.Sum(export => export.Accepted)),
            new("rows_quarantined", exports.Sum(export => export.Quarantined)),
            new("rows_excluded", exports.Sum(export => export.Excluded.Values.Sum())),
        });
        var published = facts.Landing.Merges.ToImmutableSortedDictionary(merge => merge.Table.Path, merge => merge.Version, StringComparer.Ordinal);
        ImmutableArray<string> sentences = [.. exports.Where(export => export.Outcome == ExportOutcome.Refused).Select(export => export.Sentence)];
        return new(sentences.IsEmpty ? RunState.Done : RunState.Refused, counts, published, sentences) { HasNews = facts.HasNews };
    }

    private void Log(string runId, ExportRecord record)
    {
        var outcome = record.Outcome switch { ExportOutcome.Accepted => "accepted", ExportOutcome.Ignored => "ignored", _ => "refused" };
        logger.ExportRead(runId, record.FileId, record.Source, outcome, record.RowsIn, record.Accepted, record.Quarantined);
        Instruments.CountRows(record.Source, "accepted", record.Accepted);
        Instruments.CountRows(record.Source, "quarantined", record.Quarantined);
        Instruments.CountRows(record.Source, "excluded", record.Excluded.Values.Sum());
    }
}
