namespace Pipeline.Storage.Delta;

/// <summary>Reads a table's log: the newest usable checkpoint, then every commit after it.</summary>
internal sealed class DeltaLog(IObjectStore store, LogNames names, SeenVersions? seen)
{
    private const int MaximumReads = 3;

    /// <summary>Between two checkpoints there are ten commits, and ten more when a writer died before its own.</summary>
    private const int CommitsAtOnce = 20;

    /// <summary>The newest version; <see langword="null"/> when there is no table.</summary>
    /// <exception cref="DeltaLogException">The log is damaged, has a gap, or asks for what we cannot do.</exception>
    public async Task<DeltaSnapshot?> ReadAsync(CancellationToken cancellationToken)
    {
        for (var read = 1; ; read++)
        {
            try
            {
                var listing = await LogListing.ReadAsync(store, names, cancellationToken).ConfigureAwait(false);
                return listing.IsEmpty ? null : await NewestAsync(listing, cancellationToken).ConfigureAwait(false);
            }
            catch (ObjectNotFoundException) when (read < MaximumReads)
            {
                // A clean-up took a file between our listing and our read; what it left is enough.
            }
        }
    }

    /// <summary>The table as it was at <paramref name="version"/>, from what <paramref name="listing"/> shows.</summary>
    public async Task<DeltaSnapshot> ReplayAsync(LogListing listing, long version, CancellationToken cancellationToken)
    {
        var state = await StartAsync(listing, version, cancellationToken).ConfigureAwait(false);
        return await ReplayAsync(state, listing, version, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Applies the commits after <paramref name="known"/>, and looks for one of our own among them.</summary>
    /// <returns>The newest version, and the version that bears <paramref name="transactionId"/>, or -1.</returns>
    public async Task<(DeltaSnapshot? Newest, long OwnVersion)> CatchUpAsync(DeltaSnapshot? known, string transactionId, CancellationToken cancellationToken)
    {
        var state = known is null ? new LogState() : new LogState(known);
        var own = -1L;
        while (await TryReadCommitAsync(state.Version + 1, cancellationToken).ConfigureAwait(false) is { } actions)
        {
            state.Apply(actions, state.Version + 1);
            if (string.Equals(actions.TransactionId, transactionId, StringComparison.Ordinal)) { own = state.Version; }
        }

        var isUnchanged = state.Version == (known?.Version ?? -1);
        return (isUnchanged ? known : state.ToSnapshot(names.Folder), own);
    }

    /// <summary>Whether the commit of <paramref name="version"/> is there and bears <paramref name="transactionId"/>.</summary>
    public async Task<bool> IsOwnAsync(long version, string transactionId, CancellationToken cancellationToken)
    {
        var actions = await TryReadCommitAsync(version, cancellationToken).ConfigureAwait(false);
        return string.Equals(actions?.TransactionId, transactionId, StringComparison.Ordinal);
    }

    public async Task<CommitActions> ReadCommitAsync(long version, CancellationToken cancellationToken) =>
        await TryReadCommitAsync(version, cancellationToken).ConfigureAwait(false) ?? throw new ObjectNotFoundException(names.Commit(version));

    private async Task<DeltaSnapshot> NewestAsync(LogListing listing, CancellationToken cancellationToken)
    {
        var before = seen?.Find(names.Folder, listing);
        if (before?.Version == listing.NewestVersion) { return before; }
        var newest = before is null
            ? await ReplayAsync(listing, listing.NewestVersion, cancellationToken).ConfigureAwait(false)
            : await ReplayAsync(new LogState(before), listing, listing.NewestVersion, cancellationToken).ConfigureAwait(false);
        seen?.Note(names.Folder, listing, newest);
        return newest;
    }

    private async Task<DeltaSnapshot> ReplayAsync(LogState state, LogListing listing, long version, CancellationToken cancellationToken)
    {
        while (state.Version < version)
        {
            var first = state.Version + 1;
            var versions = Enumerable.Range(0, (int)Math.Min(CommitsAtOnce, version - state.Version)).Select(i => first + i).ToList();
            if (versions.Where(next => !listing.Commits.ContainsKey(next)).FirstOrDefault(-1) is >= 0 and var missing) { throw Gap(listing, missing); }
            // Waiting for one over a network is waiting for all.
            var commits = await Task.WhenAll(versions.Select(next => ReadCommitAsync(next, cancellationToken))).ConfigureAwait(false);
            foreach (var (actions, next) in commits.Zip(versions)) { state.Apply(actions, next); }
        }

        return state.ToSnapshot(names.Folder);
    }

    private async Task<CommitActions?> TryReadCommitAsync(long version, CancellationToken cancellationToken)
    {
        var path = names.Commit(version);
        var found = await store.TryReadAsync(path, cancellationToken).ConfigureAwait(false);
        return found is null ? null : CommitParser.Parse(found.Content, path);
    }

    private async Task<LogState> StartAsync(LogListing listing, long version, CancellationToken cancellationToken)
    {
        DeltaLogException? damage = null;
        foreach (var checkpoint in listing.CheckpointsUpTo(version))
        {
            try
            {
                return LogState.AtCheckpoint(await Checkpoint.ReadAsync(store, names.Checkpoint(checkpoint), cancellationToken).ConfigureAwait(false), checkpoint);
            }
            catch (DeltaLogException e)
            {
                // A checkpoint only saves time: the commits before it tell the same, as long as they are kept.
                damage ??= e;
            }
        }

        if (damage is not null && !listing.Commits.ContainsKey(0)) { throw damage; }
        return new LogState();
    }

    private DeltaLogException Gap(LogListing listing, long version)
    {
        var first = listing.Commits.Keys.First();
        var fault = version < first
            ? $"the log begins at version {first} and has no checkpoint to begin from"
            : $"commit {version} is missing although version {listing.NewestVersion} is there";
        return DeltaLogException.Damaged(names.Commit(version), fault);
    }
}
