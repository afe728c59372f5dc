using System.Threading.Channels;

namespace Pipeline.Facts;

/// <summary>How much is held of keys at once. What does not fit is read from the parts again, range by range: slower, with the same result.</summary>
internal sealed record MergeBounds
{
    /// <summary>Hashes of new keys that are kept from reading an export to merging it, by all tables of a run together. Each is 8 bytes.</summary>
    public int KeptHashes { get; init; } = 10_000_000;

    /// <summary>Hashes that are read again at a time. Each is 8 bytes.</summary>
    public int HashesAtOnce { get; init; } = 10_000_000;

    /// <summary>Keys that are compared at a time. Each is up to 60 bytes, when all of them were met before.</summary>
    public int KeysAtOnce { get; init; } = 2_600_000;

    /// <summary>Parts that are read again side by side.</summary>
    public int Readers { get; init; } = 2;

    /// <summary>From so many new rows on a table waits for its turn, as each has hashes and keys of its own.</summary>
    public int RowsOfLargeTable { get; init; } = 1_000_000;
}

/// <summary>The memory that the tables of one run share.</summary>
internal sealed class MergeMemory(MergeBounds bounds)
{
    // Room for one: who writes has the turn, who reads gives it back.
    private readonly Channel<bool> _turn = Channel.CreateBounded<bool>(1);
    private int _kept;

    public MergeBounds Bounds => bounds;

    /// <returns><see langword="false"/> when there is no room for so many hashes.</returns>
    public bool TryKeep(int hashes)
    {
        if (_kept + (long)hashes > bounds.KeptHashes) { return false; }
        _kept += hashes;
        return true;
    }

    /// <summary>Gives back the room of hashes that were kept.</summary>
    public void Forget(int hashes) => _kept -= hashes;

    /// <summary>Does work that holds keys of so many rows, one large table after the other.</summary>
    public async Task<T> InTurnAsync<T>(long rows, Func<Task<T>> work, CancellationToken cancellationToken)
    {
        if (rows < bounds.RowsOfLargeTable) { return await work().ConfigureAwait(false); }
        await _turn.Writer.WriteAsync(true, cancellationToken).ConfigureAwait(false);
        try
        {
            return await work().ConfigureAwait(false);
        }
        finally
        {
            _turn.Reader.TryRead(out _);
        }
    }
}
