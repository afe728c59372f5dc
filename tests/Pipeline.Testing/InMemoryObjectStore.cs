using System.Globalization;
using Pipeline.Storage;

namespace Pipeline.Testing;

/// <summary>Objects in memory, with the contract of the real stores. Its clock is what a storage service's would be.</summary>
public sealed class InMemoryObjectStore(TimeProvider clock) : IObjectStore
{
    private readonly Lock _door = new();
    private readonly SortedDictionary<string, Entry> _entries = new(StringComparer.Ordinal);
    private long _lastVersion;

    public InMemoryObjectStore()
        : this(TimeProvider.System)
    {
    }

    public IAsyncEnumerable<StoredObject> ListAsync(string prefix, CancellationToken cancellationToken)
    {
        ObjectPath.CheckPrefix(prefix);
        lock (_door)
        {
            return _entries
                .Where(pair => pair.Key.StartsWith(prefix, StringComparison.Ordinal))
                .Select(pair => new StoredObject(pair.Key, pair.Value.Content.Length, pair.Value.ModifiedAt))
                .ToList()
                .ToAsyncEnumerable();
        }
    }

    public Task<Stream> OpenReadAsync(string path, CancellationToken cancellationToken) =>
        Find(path) is { } entry
            ? Task.FromResult<Stream>(new MemoryStream(entry.Content, writable: false))
            : throw new ObjectNotFoundException(path);

    public Task<VersionedContent?> TryReadAsync(string path, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult(Find(path) is { } entry ? new VersionedContent(entry.Content, VersionOf(entry)) : null);
    }

    public async Task<bool> TryCreateAsync(string path, Func<Stream, CancellationToken, Task> write, CancellationToken cancellationToken)
    {
        if (Find(path) is not null) { return false; }

        using var stream = new MemoryStream();
        await write(stream, cancellationToken);
        var content = stream.ToArray();
        lock (_door) { return _entries.TryAdd(path, NewEntry(content)); }
    }

    public Task<bool> TryReplaceAsync(string path, ReadOnlyMemory<byte> content, ObjectVersion? expected, CancellationToken cancellationToken)
    {
        ObjectPath.Check(path);
        cancellationToken.ThrowIfCancellationRequested();
        lock (_door)
        {
            ObjectVersion? current = _entries.TryGetValue(path, out var entry) ? VersionOf(entry) : null;
            if (current != expected) { return Task.FromResult(false); }

            _entries[path] = NewEntry(content.ToArray());
            return Task.FromResult(true);
        }
    }

    public Task DeleteAsync(string path, CancellationToken cancellationToken)
    {
        ObjectPath.Check(path);
        lock (_door) { _entries.Remove(path); }
        return Task.CompletedTask;
    }

    /// <summary>Puts bytes anywhere, past the contract: damage for tests.</summary>
    public void Overwrite(string path, byte[] content)
    {
        lock (_door) { _entries[path] = NewEntry(content); }
    }

    private Entry? Find(string path)
    {
        ObjectPath.Check(path);
        lock (_door) { return _entries.GetValueOrDefault(path); }
    }

    private Entry NewEntry(byte[] content) => new(content, ++_lastVersion, clock.GetUtcNow());

    private static ObjectVersion VersionOf(Entry entry) => new(entry.Version.ToString(CultureInfo.InvariantCulture));

    private sealed record Entry(byte[] Content, long Version, DateTimeOffset ModifiedAt);
}
