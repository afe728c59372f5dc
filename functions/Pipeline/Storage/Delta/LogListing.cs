namespace Pipeline.Storage.Delta;

/// <summary>The files of a log, as one listing showed them.</summary>
internal sealed class LogListing
{
    private LogListing(SortedDictionary<long, StoredObject> commits, SortedDictionary<long, StoredObject> checkpoints)
    {
        Commits = commits;
        Checkpoints = checkpoints;
        NewestVersion = Math.Max(commits.Keys.LastOrDefault(-1), checkpoints.Keys.LastOrDefault(-1));
    }

    public SortedDictionary<long, StoredObject> Commits { get; }

    public SortedDictionary<long, StoredObject> Checkpoints { get; }

    public bool IsEmpty => NewestVersion < 0;

    public long NewestVersion { get; }

    public static async Task<LogListing> ReadAsync(IObjectStore store, LogNames names, CancellationToken cancellationToken)
    {
        var commits = new SortedDictionary<long, StoredObject>();
        var checkpoints = new SortedDictionary<long, StoredObject>();
        await foreach (var file in store.ListAsync(names.Folder, cancellationToken).ConfigureAwait(false))
        {
            if (names.CommitVersion(file.Path) is >= 0 and var commit) { commits.Add(commit, file); }
            if (names.CheckpointVersion(file.Path) is >= 0 and var checkpoint) { checkpoints.Add(checkpoint, file); }
        }

        return new LogListing(commits, checkpoints);
    }

    /// <summary>The checkpoints at or before <paramref name="version"/>, newest first.</summary>
    public IEnumerable<long> CheckpointsUpTo(long version) => Checkpoints.Keys.Where(checkpoint => checkpoint <= version).Reverse();

    /// <summary>The newest checkpoint of a version that was committed at or before <paramref name="cutOff"/>, by the storage's clock; -1 when there is none.</summary>
    public long NewestCheckpointWrittenBy(DateTimeOffset cutOff) =>
        Checkpoints.Keys.LastOrDefault(version => Commits.TryGetValue(version, out var commit) && commit.ModifiedAt <= cutOff, -1);

    /// <summary>Commits and checkpoints of versions before <paramref name="version"/>, oldest first, so that an interrupted clean-up leaves no gap.</summary>
    public IEnumerable<StoredObject> FilesBefore(long version) =>
        Commits.Concat(Checkpoints).Where(file => file.Key < version).OrderBy(file => file.Key).Select(file => file.Value);

    public LogListing WithoutCheckpoint(long version)
    {
        var others = new SortedDictionary<long, StoredObject>(Checkpoints);
        others.Remove(version);
        return new LogListing(Commits, others);
    }
}
