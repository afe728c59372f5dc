using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace Pipeline.Parse;

/// <summary>Lets several workers read the blocks of exports, and gives the results of each export in file order.</summary>
/// <param name="degree">How many blocks are worked on at once.</param>
internal sealed class BlockPump(int degree)
{
    private readonly ConcurrentBag<ColumnArena> _arenas = [];

    // One block more than there are workers, of all exports that are read at the same time.
    private readonly Channel<bool> _places = Channel.CreateBounded<bool>(degree + 1);

    /// <summary>Reads blocks while there are places for them.</summary>
    public async IAsyncEnumerable<TResult> RunAsync<TResult>(
        IRowSource source, Func<RowBlock, ColumnArena, TResult> work, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var inFlight = new Queue<Task<TResult>>();
        try
        {
            var isEnded = false;
            while (true)
            {
                while (!isEnded && !IsFull(inFlight))
                {
                    var next = await NextAsync(source, cancellationToken).ConfigureAwait(false);
                    isEnded = next is null;
                    if (next is not null) { inFlight.Enqueue(Task.Run(() => Work(next, work), CancellationToken.None)); }
                }

                if (inFlight.Count == 0) { yield break; }
                yield return await inFlight.Dequeue().ConfigureAwait(false);
            }
        }
        finally
        {
            // Their buffers go back to the pool only when they are done, also when the caller has had enough.
            foreach (var task in inFlight) { await ((Task)task).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ForceYielding); }
        }
    }

    /// <summary>Results that wait for a slower block before them are small beside the block they came from: they are no reason to let workers stand still.</summary>
    private bool IsFull<TResult>(Queue<Task<TResult>> inFlight) =>
        inFlight.Count > degree && (inFlight.Peek().IsCompleted || inFlight.Count > 2 * degree);

    /// <summary>The next block; it has a place until it has been worked on.</summary>
    private async ValueTask<RowWork?> NextAsync(IRowSource source, CancellationToken cancellationToken)
    {
        await _places.Writer.WriteAsync(true, cancellationToken).ConfigureAwait(false);
        RowWork? next = null;
        try
        {
            next = await source.NextAsync(cancellationToken).ConfigureAwait(false);
            return next;
        }
        finally
        {
            if (next is null) { FreePlace(); }
        }
    }

    private TResult Work<TResult>(RowWork rows, Func<RowBlock, ColumnArena, TResult> work)
    {
        var arena = _arenas.TryTake(out var used) ? used : new();
        try
        {
            return work(rows.Cut(arena), arena);
        }
        finally
        {
            rows.Release();
            arena.Reset();
            _arenas.Add(arena);
            FreePlace();
        }
    }

    private void FreePlace() => _places.Reader.TryRead(out _);
}
