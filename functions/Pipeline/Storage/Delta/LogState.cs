namespace Pipeline.Storage.Delta;

/// <summary>The table while its log is replayed.</summary>
internal sealed class LogState
{
    public LogState()
    {
    }

    public LogState(DeltaSnapshot snapshot)
    {
        Version = snapshot.Version;
        CheckpointVersion = snapshot.CheckpointVersion;
        Protocol = snapshot.Protocol;
        Metadata = snapshot.Metadata;
        foreach (var file in snapshot.Files) { Files.Add(file.Path, file); }
        foreach (var file in snapshot.Removed) { Removed.Add(file.Path, file); }
        foreach (var (appId, version) in snapshot.Transactions) { Transactions.Add(appId, version); }
    }

    public long Version { get; private set; } = -1;

    public long CheckpointVersion { get; private set; } = -1;

    public Protocol? Protocol { get; private set; }

    public Metadata? Metadata { get; private set; }

    public Dictionary<string, DataFile> Files { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, RemovedFile> Removed { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, long> Transactions { get; } = new(StringComparer.Ordinal);

    /// <summary>Starts from a checkpoint instead of an empty table.</summary>
    public static LogState AtCheckpoint(CommitActions actions, long version)
    {
        var state = new LogState();
        state.Apply(actions, version);
        state.CheckpointVersion = version;
        return state;
    }

    public void Apply(CommitActions actions, long version)
    {
        Version = version;
        Protocol = actions.Protocol ?? Protocol;
        Metadata = actions.Metadata ?? Metadata;
        foreach (var file in actions.Removes)
        {
            Files.Remove(file.Path);
            Removed[file.Path] = file;
        }

        foreach (var file in actions.Adds)
        {
            Files[file.Path] = file;
            Removed.Remove(file.Path);
        }

        foreach (var (appId, transaction) in actions.Transactions) { Transactions[appId] = transaction; }
    }

    /// <summary>Whether readers see the same table.</summary>
    public bool MeansTheSameAs(LogState other) =>
        Protocol == other.Protocol
        && Metadata is not null && other.Metadata is not null && Metadata.MeansTheSameAs(other.Metadata) && Metadata.Id == other.Metadata.Id
        && Transactions.Count == other.Transactions.Count && Transactions.All(pair => other.Transactions.TryGetValue(pair.Key, out var version) && version == pair.Value)
        && Files.Count == other.Files.Count && Files.Values.All(file => other.Files.TryGetValue(file.Path, out var twin) && file.MeansTheSameAs(twin));

    /// <exception cref="DeltaLogException">The log never said what the table is.</exception>
    public DeltaSnapshot ToSnapshot(string folder)
    {
        if (Protocol is null) { throw DeltaLogException.Damaged(folder, "no commit holds a protocol action"); }
        if (Metadata is null) { throw DeltaLogException.Damaged(folder, "no commit holds a metaData action"); }
        return new DeltaSnapshot(this);
    }
}
