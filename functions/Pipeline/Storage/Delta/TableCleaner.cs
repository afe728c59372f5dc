namespace Pipeline.Storage.Delta;

/// <summary>Removes what no reader of a kept version can need.</summary>
internal sealed class TableCleaner(IObjectStore store, string table, LogNames names, DeltaEnvironment environment)
{
    private static readonly TimeSpan LeastRetention = TimeSpan.FromDays(1);

    private readonly DeltaLog _log = new(store, names, seen: null);
    private readonly string _probePrefix = $"{table}/_vacuum-";

    public async Task<CleanUpResult> CleanUpLogAsync(TimeSpan retention, CancellationToken cancellationToken)
    {
        CheckRetention(retention);
        var listing = await LogListing.ReadAsync(store, names, cancellationToken).ConfigureAwait(false);
        var kept = listing.NewestCheckpointWrittenBy(environment.Clock.GetUtcNow() - retention);
        var pointer = await LastCheckpoint.ReadVersionAsync(store, names, cancellationToken).ConfigureAwait(false);

        // A writer with an old snapshot learns from the pointer that commits are gone; without it the next version would look free.
        if (kept < 0 || pointer < kept || !listing.FilesBefore(kept).Any()) { return CleanUpResult.Nothing; }
        await VerifyAsync(listing, kept, cancellationToken).ConfigureAwait(false);

        var result = CleanUpResult.Nothing;
        foreach (var file in listing.FilesBefore(kept))
        {
            await store.DeleteAsync(file.Path, cancellationToken).ConfigureAwait(false);
            result = result.With(file);
        }

        return result;
    }

    public async Task<CleanUpResult> VacuumAsync(TimeSpan retention, CancellationToken cancellationToken)
    {
        CheckRetention(retention);
        var (objects, now) = await ListAsync(cancellationToken).ConfigureAwait(false);
        var named = await NamedFilesAsync(cancellationToken).ConfigureAwait(false);
        var result = CleanUpResult.Nothing;
        if (named is null) { return result; }

        foreach (var file in objects.Where(file => IsRemovable(file, named) && now - file.ModifiedAt > retention))
        {
            await store.DeleteAsync(file.Path, cancellationToken).ConfigureAwait(false);
            result = result.With(file);
        }

        return result;
    }

    /// <summary>Makes sure that the checkpoint tells what the commits told, before they go.</summary>
    private async Task VerifyAsync(LogListing listing, long version, CancellationToken cancellationToken)
    {
        var checkpoint = LogState.AtCheckpoint(await Checkpoint.ReadAsync(store, names.Checkpoint(version), cancellationToken).ConfigureAwait(false), version);
        var replayed = new LogState(await _log.ReplayAsync(listing.WithoutCheckpoint(version), version, cancellationToken).ConfigureAwait(false));
        if (!checkpoint.MeansTheSameAs(replayed)) { throw DeltaLogException.Damaged(names.Checkpoint(version), "the checkpoint does not agree with the commits before it; nothing was cleaned up"); }
    }

    /// <summary>The table's objects, and what time it is: by our clock or the storage's, whichever is earlier, so that neither being fast makes new files look old.</summary>
    private async Task<(List<StoredObject> Objects, DateTimeOffset Now)> ListAsync(CancellationToken cancellationToken)
    {
        var probe = $"{_probePrefix}{environment.NewId():D}";
        await store.TryCreateAsync(probe, (_, _) => Task.CompletedTask, cancellationToken).ConfigureAwait(false);
        var objects = await store.ListAsync($"{table}/", cancellationToken).ToListAsync(cancellationToken).ConfigureAwait(false);
        await store.DeleteAsync(probe, cancellationToken).ConfigureAwait(false);

        var now = environment.Clock.GetUtcNow();
        var storageNow = objects.Find(file => string.Equals(file.Path, probe, StringComparison.Ordinal))?.ModifiedAt ?? now;
        return (objects, storageNow < now ? storageNow : now);
    }

    /// <summary>Every file that some version names, from the oldest that can still be read; <see langword="null"/> when there is no table.</summary>
    private async Task<HashSet<string>?> NamedFilesAsync(CancellationToken cancellationToken)
    {
        // Read whole first: a log with a fault says too little about what is needed.
        if (await _log.ReadAsync(cancellationToken).ConfigureAwait(false) is not { } newest) { return null; }

        var named = newest.Files.Select(file => file.Path).ToHashSet(StringComparer.Ordinal);
        var listing = await LogListing.ReadAsync(store, names, cancellationToken).ConfigureAwait(false);
        foreach (var version in listing.Commits.Keys)
        {
            var actions = await _log.ReadCommitAsync(version, cancellationToken).ConfigureAwait(false);
            named.UnionWith(actions.Adds.Select(file => file.Path));
        }

        foreach (var version in listing.Checkpoints.Keys)
        {
            var actions = await Checkpoint.ReadAsync(store, names.Checkpoint(version), cancellationToken).ConfigureAwait(false);
            named.UnionWith(actions.Adds.Select(file => file.Path));
        }

        return named;
    }

    private bool IsRemovable(StoredObject file, HashSet<string> named)
    {
        if (file.Path.StartsWith(_probePrefix, StringComparison.Ordinal)) { return true; }

        var path = file.Path[(table.Length + 1)..];
        var isPart = path.EndsWith(".parquet", StringComparison.Ordinal) && !path.StartsWith('_') && !path.Contains("/_", StringComparison.Ordinal);
        return isPart && !named.Contains(path);
    }

    private static void CheckRetention(TimeSpan retention)
    {
        if (retention < LeastRetention)
        {
            throw new ArgumentOutOfRangeException(nameof(retention), retention, "keep at least one day: readers and writers under way need what they have seen");
        }
    }
}

/// <summary>What a clean-up removed.</summary>
public sealed record CleanUpResult(int ObjectCount, long ByteCount)
{
    public static CleanUpResult Nothing { get; } = new(0, 0);

    internal CleanUpResult With(StoredObject removed) => new(ObjectCount + 1, ByteCount + removed.Length);
}
