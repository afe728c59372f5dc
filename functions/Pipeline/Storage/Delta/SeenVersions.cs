using System.Collections.Concurrent;

namespace Pipeline.Storage.Delta;

/// <summary>The newest versions of a lake's tables that were read, so that reading a table again reads only the commits that came since. For one store.</summary>
/// <remarks>A listing decides whether what was seen still stands: then the commit of that version is the same object, and no checkpoint is newer.</remarks>
public sealed class SeenVersions
{
    private readonly ConcurrentDictionary<string, Seen> _tables = new(StringComparer.Ordinal);

    /// <summary>The version that was seen and still stands by <paramref name="listing"/>; <see langword="null"/> when there is none.</summary>
    internal DeltaSnapshot? Find(string folder, LogListing listing)
    {
        if (!_tables.TryGetValue(folder, out var seen)) { return null; }
        var isSame = listing.Commits.TryGetValue(seen.Snapshot.Version, out var commit) && commit == seen.Commit;
        return isSame && listing.Checkpoints.Keys.LastOrDefault(-1) == seen.Snapshot.CheckpointVersion ? seen.Snapshot : null;
    }

    /// <summary>Notes what was read by <paramref name="listing"/>.</summary>
    internal void Note(string folder, LogListing listing, DeltaSnapshot snapshot)
    {
        if (listing.Commits.TryGetValue(snapshot.Version, out var commit)) { _tables[folder] = new(snapshot, commit); }
    }

    /// <summary>A version, and its commit as a listing showed it.</summary>
    private sealed record Seen(DeltaSnapshot Snapshot, StoredObject Commit);
}
