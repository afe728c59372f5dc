using System.Collections.Concurrent;
using System.Runtime.CompilerServices;

namespace Pipeline.Parse;

/// <summary>Lets several workers read the blocks of one export, and gives their results in file order.</summary>
/// <param name="degree">How many blocks are worked on at once.</param>
/// <param name="arenas">Arrays of earlier blocks, perhaps of other exports.</param>
internal sealed class BlockPump(int degree, ConcurrentBag<ColumnArena> arenas)
{
    /// <summary>At most one block more than there are workers is in memory.</summary>
    public async IAsyncEnumerable<TResult> RunAsync<TResult>(
        IRowSource source, Func<RowBlock, ColumnArena, TResult> work, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var inFlight = new Queue<Task<TResult>>();
        try
        {
            var isEnded = false;
            while (true)
            {
                while (!isEnded && inFlight.Count <= degree)
                {
                    var next = await source.NextAsync(cancellationToken).ConfigureAwait(false);
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

    private TResult Work<TResult>(RowWork rows, Func<RowBlock, ColumnArena, TResult> work)
    {
        var arena = arenas.TryTake(out var used) ? used : new();
        try
        {
            return work(rows.Cut(arena), arena);
        }
        finally
        {
            rows.Release();
            arena.Reset();
            arenas.Add(arena);
        }
    }
}
