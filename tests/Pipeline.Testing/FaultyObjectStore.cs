using Pipeline.Storage;

namespace Pipeline.Testing;

/// <summary>What goes wrong at a call that would change the store.</summary>
public enum Fault
{
    None,

    /// <summary>The call fails before it has an effect; the next one works.</summary>
    ErrorBefore,

    /// <summary>The call has its effect, then fails: the answer was lost and the store's own retries are used up.</summary>
    ErrorAfter,

    /// <summary>The call has its effect, then says that somebody else was faster: what a client's own retry after a lost answer looks like.</summary>
    LostAnswer,

    /// <summary>The process dies before the effect: this call and all later ones throw <see cref="ProcessKilledException"/>.</summary>
    KillBefore,

    /// <summary>The process dies after the effect.</summary>
    KillAfter,
}

/// <summary>Stands for the end of a process; no code of ours may catch it.</summary>
public sealed class ProcessKilledException : Exception
{
    public ProcessKilledException()
    {
    }

    public ProcessKilledException(string message)
        : base(message)
    {
    }

    public ProcessKilledException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }
}

/// <summary>A store whose changing calls go wrong when <paramref name="faultOf"/> says so; the calls are counted from 1.</summary>
public sealed class FaultyObjectStore(IObjectStore inner, Func<int, Fault> faultOf) : IObjectStore
{
    private int _calls;
    private volatile bool _isDead;

    /// <summary>How many changing calls there were.</summary>
    public int ChangingCalls => _calls;

    public IAsyncEnumerable<StoredObject> ListAsync(string prefix, CancellationToken cancellationToken) =>
        Alive().ListAsync(prefix, cancellationToken);

    public Task<Stream> OpenReadAsync(string path, CancellationToken cancellationToken) => Alive().OpenReadAsync(path, cancellationToken);

    public Task<VersionedContent?> TryReadAsync(string path, CancellationToken cancellationToken) => Alive().TryReadAsync(path, cancellationToken);

    public Task<bool> TryCreateAsync(string path, Func<Stream, CancellationToken, Task> write, CancellationToken cancellationToken) =>
        ChangeAsync(path, store => store.TryCreateAsync(path, write, cancellationToken));

    public Task<bool> TryReplaceAsync(string path, ReadOnlyMemory<byte> content, ObjectVersion? expected, CancellationToken cancellationToken) =>
        ChangeAsync(path, store => store.TryReplaceAsync(path, content, expected, cancellationToken));

    public Task DeleteAsync(string path, CancellationToken cancellationToken) =>
        ChangeAsync(path, async store =>
        {
            await store.DeleteAsync(path, cancellationToken);
            return true;
        });

    private async Task<bool> ChangeAsync(string path, Func<IObjectStore, Task<bool>> change)
    {
        var store = Alive();
        var call = Interlocked.Increment(ref _calls);
        var fault = faultOf(call);
        if (fault == Fault.ErrorBefore) { throw new StorageException($"call {call} on '{path}' failed before its effect"); }
        if (fault == Fault.KillBefore) { throw Kill(call, path); }

        var isDone = await change(store);
        return fault switch
        {
            Fault.ErrorAfter => throw new StorageException($"the answer of call {call} on '{path}' was lost"),
            Fault.LostAnswer => false,
            Fault.KillAfter => throw Kill(call, path),
            _ => isDone,
        };
    }

    private ProcessKilledException Kill(int call, string path)
    {
        _isDead = true;
        return new ProcessKilledException($"killed at call {call} on '{path}'");
    }

    private IObjectStore Alive() => _isDead ? throw new ProcessKilledException("the process is dead") : inner;
}
