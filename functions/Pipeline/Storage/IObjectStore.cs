namespace Pipeline.Storage;

/// <summary>The one door to the outside world: objects that are created once, and a few that are replaced only by version.</summary>
/// <remarks>
/// Paths are relative, separated by <c>/</c>, made by us from hashes and generated names, never by users.
/// A write is visible whole or not at all. Storage failures surface as <see cref="StorageException"/> after the store's own retries.
/// </remarks>
public interface IObjectStore
{
    /// <summary>The objects whose path starts with <paramref name="prefix"/>, in ordinal order of their paths.</summary>
    IAsyncEnumerable<StoredObject> ListAsync(string prefix, CancellationToken cancellationToken);

    /// <summary>Opens an object for reading; the stream can seek and reads the version that was opened.</summary>
    /// <exception cref="ObjectNotFoundException">There is no such object.</exception>
    Task<Stream> OpenReadAsync(string path, CancellationToken cancellationToken);

    /// <summary>Reads a small object whole, with the version to replace it by; <see langword="null"/> when there is none.</summary>
    Task<VersionedContent?> TryReadAsync(string path, CancellationToken cancellationToken);

    /// <summary>Writes an object that must not exist yet.</summary>
    /// <returns><see langword="false"/>, with nothing written, when it already exists.</returns>
    Task<bool> TryCreateAsync(string path, Func<Stream, CancellationToken, Task> write, CancellationToken cancellationToken);

    /// <summary>Replaces an object if it is still at <paramref name="expected"/>; creates it if <paramref name="expected"/> is <see langword="null"/> and there is none.</summary>
    /// <returns><see langword="false"/>, with nothing written, when somebody else was faster.</returns>
    Task<bool> TryReplaceAsync(string path, ReadOnlyMemory<byte> content, ObjectVersion? expected, CancellationToken cancellationToken);

    /// <summary>Deletes an object; an absent one is fine.</summary>
    Task DeleteAsync(string path, CancellationToken cancellationToken);
}
