using System.Collections.Immutable;
using Pipeline.Storage;

namespace Pipeline.App.Runs;

/// <summary>What was asked of the pipeline and what became of it: one record for each run, created once and replaced only by version.</summary>
/// <remarks>Storage failures surface as <see cref="StorageException"/> after the ledger's own retries.</remarks>
internal interface IRunLedger
{
    /// <returns><see langword="false"/>, with nothing written, when there is a run of this id.</returns>
    Task<bool> TryCreateAsync(RunRecord run, CancellationToken cancellationToken);

    /// <summary>A run with the version to replace it by; <see langword="null"/> when there is none.</summary>
    Task<VersionedRun?> TryReadAsync(string runId, CancellationToken cancellationToken);

    /// <returns><see langword="false"/>, with nothing written, when somebody else was faster.</returns>
    Task<bool> TryReplaceAsync(RunRecord run, ObjectVersion expected, CancellationToken cancellationToken);

    /// <summary>Runs, newest first, by their ids.</summary>
    /// <param name="state">Only those in this state; all when it is <see langword="null"/>.</param>
    /// <param name="most">How many at most, 1 to 1,000. A page may hold fewer and still have one after it.</param>
    /// <param name="continuation">Where the page before ended; <see langword="null"/> for the first. Opaque; one that is not ours gives the first page.</param>
    /// <param name="cancellationToken">Ends the listing early.</param>
    Task<RunPage> ListAsync(RunState? state, int most, string? continuation, CancellationToken cancellationToken);

    /// <summary>Says which run a key belongs to: the first that claimed it, for ever.</summary>
    /// <param name="keyHash">64 hexadecimal digits; the key itself may be anything.</param>
    /// <param name="runId">The run that the key is to belong to.</param>
    /// <param name="cancellationToken">Ends the claim early.</param>
    /// <returns><paramref name="runId"/>, or the id of the run that was faster.</returns>
    Task<string> ClaimKeyAsync(string keyHash, string runId, CancellationToken cancellationToken);
}

/// <summary>A run, and the version it is.</summary>
internal sealed record VersionedRun(RunRecord Run, ObjectVersion Version);

/// <summary>A part of a listing.</summary>
/// <param name="Runs">Newest first.</param>
/// <param name="Continuation">Where the next page starts; <see langword="null"/> after the last.</param>
internal sealed record RunPage(ImmutableArray<RunRecord> Runs, string? Continuation);
