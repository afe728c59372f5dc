namespace Pipeline.Storage.Delta;

internal static class Checkpoint
{
    public static Task<CommitActions> ReadAsync(IObjectStore store, string path, CancellationToken cancellationToken) => throw new DeltaLogException(path);
}
