using System.Collections.Immutable;

namespace Pipeline.Storage.Delta;

/// <summary>Puts a commit into the log: once, at the next free version, whatever other writers and lost answers do.</summary>
internal sealed class CommitLoop(IObjectStore store, LogNames names, DeltaLog log, DeltaEnvironment environment)
{
    private const int MaximumTries = 20;
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(2);

    public async Task<(CommitResult Result, DeltaSnapshot? Committed)> RunAsync(DeltaCommit commit, CancellationToken cancellationToken)
    {
        CommitRules.Check(commit);
        var metadata = WantedMetadata(commit);
        var id = environment.NewId();
        var transactionId = id.ToString("D");
        var seen = await RefreshAsync(commit.ReadAt, cancellationToken).ConfigureAwait(false);
        for (var attempt = 1; attempt <= MaximumTries; attempt++)
        {
            if (CommitRules.IsDone(commit, seen)) { return (new CommitResult(seen!.Version, CommitOutcome.AlreadyDone), null); }
            CommitRules.CheckConflicts(commit, seen, metadata);

            var version = (seen?.Version ?? -1) + 1;
            var content = CommitFormatter.Format(commit, IsNews(metadata, seen) ? metadata : null, transactionId, environment.Clock.GetUtcNow().ToUnixTimeMilliseconds(), seen);
            if (await TryCreateAsync(version, content, transactionId, cancellationToken).ConfigureAwait(false)) { return Committed(version, content, seen); }

            (seen, var ownVersion) = await log.CatchUpAsync(seen, transactionId, cancellationToken).ConfigureAwait(false);
            if (ownVersion >= 0) { return (new CommitResult(ownVersion, CommitOutcome.Committed), null); }
            await environment.Delay(PauseAfter(attempt, id), cancellationToken).ConfigureAwait(false);
        }

        throw new StorageException($"the commit to '{names.Folder}' lost {MaximumTries} races against other writers; nothing was written, run it again when fewer write to the table");
    }

    /// <summary>Creates the commit file. When the answer is lost the file is read back: the write may have happened all the same.</summary>
    private async Task<bool> TryCreateAsync(long version, ReadOnlyMemory<byte> content, string transactionId, CancellationToken cancellationToken)
    {
        try
        {
            return await store.TryCreateAsync(names.Commit(version), (stream, token) => stream.WriteAsync(content, token).AsTask(), cancellationToken).ConfigureAwait(false);
        }
        catch (StorageException)
        {
            if (await log.IsOwnAsync(version, transactionId, cancellationToken).ConfigureAwait(false)) { return true; }
            throw;
        }
    }

    /// <summary>Reads a table again whose commits may have been cleaned up since <paramref name="readAt"/>: the next version would look free.</summary>
    private async Task<DeltaSnapshot?> RefreshAsync(DeltaSnapshot? readAt, CancellationToken cancellationToken)
    {
        var newestCheckpoint = await LastCheckpoint.ReadVersionAsync(store, names, cancellationToken).ConfigureAwait(false);
        return newestCheckpoint > (readAt?.Version ?? -1) ? await log.ReadAsync(cancellationToken).ConfigureAwait(false) : readAt;
    }

    private (CommitResult Result, DeltaSnapshot? Committed) Committed(long version, ReadOnlyMemory<byte> content, DeltaSnapshot? seen)
    {
        var state = seen is null ? new LogState() : new LogState(seen);
        state.Apply(CommitParser.Parse(content, names.Commit(version)), version);
        return (new CommitResult(version, CommitOutcome.Committed), state.ToSnapshot(names.Folder));
    }

    private Metadata WantedMetadata(DeltaCommit commit)
    {
        var before = commit.ReadAt?.Metadata;
        var configuration = commit.Configuration?.ToImmutableSortedDictionary(StringComparer.Ordinal) ?? before?.Configuration ?? TableRules.NoEntries;
        return before is null
            ? new Metadata(environment.NewId().ToString("D"), commit.Schema, configuration, environment.Clock.GetUtcNow().ToUnixTimeMilliseconds())
            : before with { Schema = commit.Schema, Configuration = configuration };
    }

    private static bool IsNews(Metadata wanted, DeltaSnapshot? seen) => seen is null || !seen.Metadata.MeansTheSameAs(wanted);

    /// <summary>A time drawn from the upper half of a span that doubles, so that racing writers part. The commit's own name is the dice.</summary>
    private static TimeSpan PauseAfter(int attempt, Guid id)
    {
        var span = FirstPause * Math.Pow(2, attempt);
        var dice = id.ToByteArray()[8 + (attempt % 8)];
        return (span < LongestPause ? span : LongestPause) * (0.5 + (dice / 512.0));
    }
}
