using Pipeline.Storage;

namespace Pipeline.Testing;

/// <summary>A store whose calls let others go first as chance has it, so that workers who share it meet in many orders.</summary>
public sealed class UnevenStore(IObjectStore inner, int seed) : IObjectStore
{
    private readonly Random _random = new(seed);

    public async IAsyncEnumerable<StoredObject> ListAsync(string prefix, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await GiveWayAsync();
        await foreach (var found in inner.ListAsync(prefix, cancellationToken)) { yield return found; }
    }

    public async Task<Stream> OpenReadAsync(string path, CancellationToken cancellationToken)
    {
        await GiveWayAsync();
        return await inner.OpenReadAsync(path, cancellationToken);
    }

    public async Task<VersionedContent?> TryReadAsync(string path, CancellationToken cancellationToken)
    {
        await GiveWayAsync();
        return await inner.TryReadAsync(path, cancellationToken);
    }

    public async Task<bool> TryCreateAsync(string path, Func<Stream, CancellationToken, Task> write, CancellationToken cancellationToken)
    {
        await GiveWayAsync();
        return await inner.TryCreateAsync(path, write, cancellationToken);
    }

    public async Task<bool> TryReplaceAsync(string path, ReadOnlyMemory<byte> content, ObjectVersion? expected, CancellationToken cancellationToken)
    {
        await GiveWayAsync();
        return await inner.TryReplaceAsync(path, content, expected, cancellationToken);
    }

    public async Task DeleteAsync(string path, CancellationToken cancellationToken)
    {
        await GiveWayAsync();
        await inner.DeleteAsync(path, cancellationToken);
    }

    private async Task GiveWayAsync()
    {
        int turns;
        lock (_random) { turns = _random.Next(8) == 0 ? _random.Next(200) : _random.Next(3); }
        for (; turns > 0; turns--) { await Task.Yield(); }
    }
}
