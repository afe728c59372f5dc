using System.Collections.Immutable;
using Pipeline.Storage;

namespace Pipeline.App.Runs;

/// <summary>Changes of a run record that do not overtake each other: each is applied to the newest version.</summary>
internal sealed class RunHistory(IRunLedger runs, TimeProvider clock)
{
    private const int MostErrors = 20;
    private const int LongestError = 1_000;
    private const int MostTries = 20;

    /// <summary>A worker begins a run, again or for the first time.</summary>
    public Task<RunRecord?> BeginAsync(string runId, CancellationToken cancellationToken) => ChangeAsync(
        runId,
        run => run with { State = RunState.Running, Attempts = run.Attempts + 1, StartedAt = run.StartedAt ?? clock.GetUtcNow(), FinishedAt = null },
        cancellationToken);

    /// <summary>Notes how far a run is. A run that is finished meanwhile stays as it is.</summary>
    public Task<RunRecord?> ProgressAsync(string runId, RunProgress progress, CancellationToken cancellationToken) =>
        ChangeAsync(runId, run => run.IsFinished ? run : run with { Progress = progress }, cancellationToken);

    /// <summary>A run has come to its end.</summary>
    public Task<RunRecord?> FinishAsync(string runId, RunOutcome outcome, CancellationToken cancellationToken) => ChangeAsync(
        runId,
        run => run with
        {
            State = outcome.State,
            Progress = null,
            Counts = outcome.Counts,
            Published = outcome.Published,
            Errors = Joined(run.Errors, outcome.Errors),
            FinishedAt = clock.GetUtcNow(),
        },
        cancellationToken);

    /// <summary>An attempt failed; the message will come again.</summary>
    public Task<RunRecord?> StumbleAsync(string runId, string sentence, CancellationToken cancellationToken) =>
        ChangeAsync(runId, run => run with { State = RunState.Queued, Progress = null, Errors = Joined(run.Errors, [sentence]) }, cancellationToken);

    /// <summary>No further attempt will be made. A run that another worker finished stays done.</summary>
    public Task<RunRecord?> FailAsync(string runId, string sentence, CancellationToken cancellationToken) => ChangeAsync(
        runId,
        run => run.IsFinished ? run : run with { State = RunState.Failed, Progress = null, Errors = Joined(run.Errors, [sentence]), FinishedAt = clock.GetUtcNow() },
        cancellationToken);

    /// <summary>The message of a run was sent again.</summary>
    public Task<RunRecord?> TouchAsync(string runId, CancellationToken cancellationToken) => ChangeAsync(runId, run => run.IsFinished ? run : run with { }, cancellationToken);

    private async Task<RunRecord?> ChangeAsync(string runId, Func<RunRecord, RunRecord> change, CancellationToken cancellationToken)
    {
        for (var attempt = 0; attempt < MostTries; attempt++)
        {
            if (await runs.TryReadAsync(runId, cancellationToken).ConfigureAwait(false) is not { } found) { return null; }
            var changed = change(found.Run);
            if (ReferenceEquals(changed, found.Run)) { return changed; }
            changed = changed with { UpdatedAt = clock.GetUtcNow() };
            if (await runs.TryReplaceAsync(changed, found.Version, cancellationToken).ConfigureAwait(false)) { return changed; }
        }

        throw new StorageException($"the record of run {runId} was changed by others {MostTries} times while it was written; the message comes again");
    }

    private static ImmutableArray<string> Joined(ImmutableArray<string> errors, ImmutableArray<string> more) =>
        [.. errors.Concat(more.Select(sentence => sentence.Length > LongestError ? sentence[..LongestError] + "…" : sentence)).Distinct(StringComparer.Ordinal).TakeLast(MostErrors)];
}
