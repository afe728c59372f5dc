namespace Pipeline.App.Azure;

/// <summary>A blob open for reading: ranges are fetched as they are asked for, all of the version that was opened.</summary>
/// <remarks>
/// A small read fetches <see cref="SmallestFetch"/>, so that a Parquet footer, or neighbouring columns, cost one request; a read larger than that goes
/// straight into the caller's memory. Reading on from where the last fetch ended doubles the window up to <see cref="LargestFetch"/> and fetches
/// one window ahead, so that a file of any size passes through 16 MB of memory.
/// </remarks>
internal sealed class BlobReadStream : Stream
{
    /// <summary>What is fetched when a blob is opened: most parts, logs and settings are smaller, and need no second request.</summary>
    public const int SmallestFetch = 256 << 10;

    private const int LargestFetch = 8 << 20;

    private readonly BlobRanges _blob;
    private readonly CancellationToken _opened;
    private BlobWindow _window;
    private Task<BlobWindow>? _ahead;
    private int _fetch = SmallestFetch;
    private long _position;

    /// <param name="blob">The blob.</param>
    /// <param name="first">Its first bytes.</param>
    /// <param name="opened">Ends what is fetched ahead.</param>
    public BlobReadStream(BlobRanges blob, BlobWindow first, CancellationToken opened) => (_blob, _window, _opened) = (blob, first, opened);

    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Length => _blob.Length;

    public override long Position
    {
        get => _position;
        set
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            _position = value;
        }
    }

    public override int Read(Span<byte> buffer)
    {
        if (_window.Read(_position, buffer) is > 0 and var held) { return Advance(held); }
        var wanted = Wanted(buffer.Length);
        if (wanted == 0) { return 0; }
        if (IsAhead)
        {
            Exchange(_ahead!.GetAwaiter().GetResult());
            return Advance(_window.Read(_position, buffer));
        }

        if (wanted >= SmallestFetch) { return Advance(_blob.Fetch(_position, buffer[..wanted])); }
        var start = Math.Min(_position, LastStart);
        Exchange(_blob.Fetch(start, Reach(start, SmallestFetch)));
        return Advance(_window.Read(_position, buffer));
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_window.Read(_position, buffer.Span) is > 0 and var held) { return Advance(held); }
        if (Wanted(buffer.Length) == 0) { return 0; }
        var isOnwards = _position == _window.End;
        var start = isOnwards ? _position : Math.Min(_position, LastStart);
        Exchange(IsAhead
            ? await _ahead!.WaitAsync(cancellationToken).ConfigureAwait(false)
            : await _blob.FetchAsync(start, Reach(start, isOnwards ? _fetch : SmallestFetch), cancellationToken).ConfigureAwait(false));
        if (isOnwards) { FetchAhead(); }
        return Advance(_window.Read(_position, buffer.Span));
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override long Seek(long offset, SeekOrigin origin) => Position = offset + origin switch
    {
        SeekOrigin.Begin => 0,
        SeekOrigin.Current => _position,
        _ => Length,
    };

    public override void Flush()
    {
    }

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        _window.Release();
        _window = default;
        DropAhead();
        base.Dispose(disposing);
    }

    /// <summary>Whether the window that is being fetched ahead begins where reading goes on.</summary>
    private bool IsAhead => _ahead is not null && _position == _window.End;

    /// <summary>Where a small fetch begins at the latest: what is read backwards from the end, as a footer is, then lies in one window.</summary>
    private long LastStart => Math.Max(0, Length - SmallestFetch);

    private int Wanted(int count) => (int)Math.Clamp(Length - _position, 0, count);

    private int Reach(long start, int count) => (int)Math.Min(Length - start, count);

    private int Advance(int count)
    {
        _position += count;
        return count;
    }

    private void Exchange(BlobWindow window)
    {
        if (IsAhead) { _ahead = null; }
        else { DropAhead(); }
        _window.Release();
        _window = window;
    }

    private void FetchAhead()
    {
        _fetch = Math.Min(LargestFetch, _fetch * 2);
        var count = (int)Math.Min(Length - _window.End, _fetch);
        if (count > 0) { _ahead = _blob.FetchAsync(_window.End, count, _opened); }
    }

    private void DropAhead()
    {
        if (_ahead is { } ahead) { _ = ReleaseAsync(ahead); }
        _ahead = null;
    }

    /// <summary>Nobody waits for a window any more; its memory goes back when it arrives.</summary>
    private static async Task ReleaseAsync(Task<BlobWindow> ahead)
    {
        await ((Task)ahead).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (ahead.IsCompletedSuccessfully) { (await ahead.ConfigureAwait(false)).Release(); }
    }
}
