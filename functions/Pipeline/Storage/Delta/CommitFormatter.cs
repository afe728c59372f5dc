namespace Pipeline.Storage.Delta;

/// <summary>Writes a commit file.</summary>
internal static class CommitFormatter
{
    /// <param name="commit">What is done.</param>
    /// <param name="metadata">The table's metadata when this commit sets it, otherwise <see langword="null"/>.</param>
    /// <param name="transactionId">This commit's own name.</param>
    /// <param name="timestamp">Milliseconds since 1970.</param>
    /// <param name="seen">The version before; <see langword="null"/> for the first commit, which also sets the protocol.</param>
    public static ReadOnlyMemory<byte> Format(DeltaCommit commit, Metadata? metadata, string transactionId, long timestamp, DeltaSnapshot? seen)
    {
        using var actions = new ActionWriter();
        actions.CommitInfo(commit, transactionId, timestamp);
        if (seen is null) { actions.Protocol(Protocol.Plain); }
        if (metadata is not null) { actions.Metadata(metadata); }
        foreach (var appId in commit.Transactions) { actions.Transaction(appId, 1); }
        foreach (var path in commit.Remove) { actions.Remove(new RemovedFile(path, timestamp, seen!.FindFile(path)!.ByteCount), commit.ChangesRows); }
        foreach (var file in commit.Add) { actions.Add(file, commit.ChangesRows); }
        return actions.Written;
    }
}
