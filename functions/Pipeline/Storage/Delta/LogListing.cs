namespace Pipeline.Storage.Delta;

/// <summary>The files of a log, as one listing showed them: when each version was written, by the storage's own clock.</summary>
internal sealed class LogListing
{
    private LogListing()
    {
    }

    public SortedDictionary<long, DateTimeOffset> Commits { get; } = [];

    public SortedDictionary<long, DateTimeOffset> Checkpoints { get; } = [];

    public bool IsEmpty => Commits.Count == 0 && Checkpoints.Count == 0;

    public long NewestVersion { get; private set; } = -1;

    public static async Task<LogListing> ReadAsync(IObjectStore store, LogNames names, CancellationToken cancellationToken)
    {
        var listing = new LogListing();
        await foreach (var file in store.ListAsync(names.Folder, cancellationToken).ConfigureAwait(false))
        {
            if (names.CommitVersion(file.Path) is >= 0 and var commit) { listing.Commits.Add(commit, file.ModifiedAt); }
            if (names.CheckpointVersion(file.Path) is >= 0 and var checkpoint) { listing.Checkpoints.Add(checkpoint, file.ModifiedAt); }
        }

        listing.NewestVersion = Math.Max(listing.Commits.Keys.LastOrDefault(-1), listing.Checkpoints.Keys.LastOrDefault(-1));
        return listing;
    }

    /// <summary>The checkpoints at or before <paramref name="version"/>, newest first.</summary>
    public IEnumerable<long> CheckpointsUpTo(long version) => Checkpoints.Keys.Where(checkpoint => checkpoint <= version).Reverse();
}
