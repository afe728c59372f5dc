using System.Buffers;

namespace Pipeline.App.Azure;

/// <summary>A blob under way: bytes go in, and one request at the end makes all of them visible under a name that must be free.</summary>
/// <remarks>
/// Up to <see cref="BlockBytes"/> are sent by that one request; more are staged block by block while writing goes on, at most
/// <see cref="MostStaging"/> at a time, so that a file of any size passes through 16 MB of memory.
/// </remarks>
/// <param name="writer">Sends it.</param>
/// <param name="action">What is being done, for the sentence when it fails.</param>
/// <param name="cancellationToken">Stops sending.</param>
internal sealed class BlobWriteStream(BlobWriter writer, string action, CancellationToken cancellationToken) : Stream
{
    /// <summary>Enough for one request to be worth its latency.</summary>
    private const int BlockBytes = 4 << 20;

    private const int FirstBytes = 64 << 10;
    private const int MostStaging = 3;

    private readonly Queue<Task> _staging = new();
    private readonly List<string> _blocks = [];
    private byte[] _buffer = [];
    private int _length;
    private bool _isTaken;

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        while (!buffer.IsEmpty)
        {
            // The codec writes synchronously; it waits here only when three blocks are on their way already.
            if (_length == BlockBytes) { StageAsync().GetAwaiter().GetResult(); }
            buffer = buffer[Take(buffer)..];
        }
    }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken token = default)
    {
        while (!buffer.IsEmpty)
        {
            if (_length == BlockBytes) { await StageAsync().ConfigureAwait(false); }
            buffer = buffer[Take(buffer.Span)..];
        }
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken token) => WriteAsync(buffer.AsMemory(offset, count), token).AsTask();

    /// <summary>Makes the bytes visible.</summary>
    /// <returns><see langword="false"/> when the name is taken by somebody else's blob.</returns>
    public async Task<bool> CommitAsync()
    {
        if (_isTaken) { return false; }
        if (_blocks.Count > 0 && _length > 0) { await StageAsync().ConfigureAwait(false); }
        while (_staging.TryDequeue(out var staged)) { await staged.ConfigureAwait(false); }
        try
        {
            return _blocks.Count == 0
                ? await writer.TryCreateAsync(_buffer.AsMemory(0, _length), cancellationToken).ConfigureAwait(false)
                : await writer.TryCommitAsync(_blocks, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (AzureFailure.Is(e, cancellationToken))
        {
            throw AzureFailure.Of(action, e);
        }
    }

    public override void Flush()
    {
    }

    public override Task FlushAsync(CancellationToken token) => Task.CompletedTask;

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override async ValueTask DisposeAsync()
    {
        // Blocks that are never committed are invisible, and the service forgets them after a week.
        foreach (var staged in _staging) { await staged.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing); }
        await base.DisposeAsync().ConfigureAwait(false);
    }

    protected override void Dispose(bool disposing)
    {
        if (_buffer.Length > 0) { ArrayPool<byte>.Shared.Return(_buffer); }
        _buffer = [];
        base.Dispose(disposing);
    }

    private int Take(ReadOnlySpan<byte> bytes)
    {
        // Nobody will see the rest of a blob whose name is taken.
        if (_isTaken) { return bytes.Length; }
        var count = Math.Min(bytes.Length, BlockBytes - _length);
        if (_buffer.Length < _length + count) { Grow(_length + count); }
        bytes[..count].CopyTo(_buffer.AsSpan(_length));
        _length += count;
        return count;
    }

    private void Grow(int needed)
    {
        var larger = ArrayPool<byte>.Shared.Rent(Math.Min(BlockBytes, Math.Max(FirstBytes, Math.Max(needed, _buffer.Length * 2))));
        _buffer.AsSpan(0, _length).CopyTo(larger);
        if (_buffer.Length > 0) { ArrayPool<byte>.Shared.Return(_buffer); }
        _buffer = larger;
    }

    private async Task StageAsync()
    {
        // A name that is taken costs a question before the first block instead of the whole upload.
        if (_blocks.Count == 0 && await IsTakenAsync().ConfigureAwait(false))
        {
            (_isTaken, _length) = (true, 0);
            return;
        }

        if (_staging.Count == MostStaging) { await _staging.Dequeue().ConfigureAwait(false); }
        var id = writer.BlockId(_blocks.Count);
        _blocks.Add(id);
        _staging.Enqueue(StageAsync(id, _buffer, _length));
        (_buffer, _length) = ([], 0);
    }

    private async Task<bool> IsTakenAsync()
    {
        try
        {
            return await writer.ExistsAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (AzureFailure.Is(e, cancellationToken))
        {
            throw AzureFailure.Of(action, e);
        }
    }

    private async Task StageAsync(string id, byte[] buffer, int length)
    {
        try
        {
            await writer.StageAsync(id, buffer.AsMemory(0, length), cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (AzureFailure.Is(e, cancellationToken))
        {
            throw AzureFailure.Of(action, e);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
