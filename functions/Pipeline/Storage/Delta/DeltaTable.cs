namespace Pipeline.Storage.Delta;

/// <summary>A table of Parquet files whose versions are commits in one log. Readers see whole versions only.</summary>
public sealed class DeltaTable
{
    private readonly DeltaLog _log;
    private readonly CommitLoop _commits;

    /// <param name="store">Where it lies.</param>
    /// <param name="path">Its folder in the store, such as <c>facts/opportunity</c>.</param>
    /// <param name="environment">Clock and ids.</param>
    public DeltaTable(IObjectStore store, string path, DeltaEnvironment environment)
    {
        ObjectPath.Check(path);
        Path = path;
        var names = new LogNames(path);
        _log = new DeltaLog(store, names);
        _commits = new CommitLoop(store, names, _log, environment);
    }

    /// <summary>Its folder in the store.</summary>
    public string Path { get; }

    /// <summary>The newest version; <see langword="null"/> when the table does not exist.</summary>
    /// <exception cref="DeltaLogException">The log is damaged, or asks for what this program cannot do; the message says what to do.</exception>
    public Task<DeltaSnapshot?> ReadAsync(CancellationToken cancellationToken) => _log.ReadAsync(cancellationToken);

    /// <summary>Makes a change visible, whole and once: a repeated call whose transactions are in the log does nothing.</summary>
    /// <exception cref="DeltaConflictException">Another commit made this one wrong; recompute and try again.</exception>
    /// <exception cref="StorageException">Storage failed, or 20 races were lost. Whether it is done shows when the work is run again.</exception>
    public async Task<CommitResult> CommitAsync(DeltaCommit commit, CancellationToken cancellationToken)
    {
        var (result, _) = await _commits.RunAsync(commit, cancellationToken).ConfigureAwait(false);
        return result;
    }
}
