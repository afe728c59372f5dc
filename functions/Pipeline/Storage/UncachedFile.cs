using System.Buffers;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Pipeline.Storage;

/// <summary>A new file, written from front to back past the cache of the system: for bytes that are kept and not read again soon.</summary>
/// <remarks>
/// Raw exports are most of what a run writes. Through the cache each byte costs a copy into a page that is new to the machine, and pushes out pages that the facts need:
/// of 1 GB, 0.1 s of processor time instead of 0.2 to 2.2. Only Linux has this door, and not on every file system.
/// </remarks>
internal sealed partial class UncachedFile : Stream, IBufferWriter<byte>
{
    // What the direct door asks of addresses, lengths and places in the file; the largest block of any disk we know. Each write waits for the disk: 1 GB/s by 1 MB, 1.7 by 4.
    private const int Alignment = 4096;
    private const int BlockBytes = (4 << 20) - Alignment;

    // open(2) of Linux; the flag that leads past the cache has two numbers.
    private const int WriteOnly = 0x1;
    private const int Create = 0x40;
    private const int MustBeNew = 0x80;
    private const int CloseOnExecute = 0x80000;
    private const int DirectOnIntel = 0x4000;
    private const int DirectOnArm = 0x10000;
    private const int InvalidArgument = 22;
    private const int OwnerAndReaders = 0x1A4; // 0644

    private readonly SafeFileHandle _handle;
    private readonly byte[] _memory = ArrayPool<byte>.Shared.Rent(BlockBytes + Alignment);
    private MemoryHandle _pin;
    private readonly int _start;
    private long _written;
    private int _held;
    private bool _isFinished;
    private bool _isDisposed;

    private UncachedFile(SafeFileHandle handle)
    {
        _handle = handle;
        // It must not move, or its address is no longer aligned.
        _pin = _memory.AsMemory().Pin();
        _start = (int)(-Marshal.UnsafeAddrOfPinnedArrayElement(_memory, 0) & (Alignment - 1));
    }

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => _written + _held;

    public override long Position { get => Length; set => throw new NotSupportedException("written from front to back"); }

    private Memory<byte> Block => _memory.AsMemory(_start, BlockBytes);

    /// <summary>Creates the file; <see langword="null"/> where it cannot be written past the cache.</summary>
    public static UncachedFile? TryCreate(string path)
    {
        var direct = RuntimeInformation.ProcessArchitecture switch { Architecture.X64 => DirectOnIntel, Architecture.Arm64 => DirectOnArm, _ => 0 };
        if (!OperatingSystem.IsLinux() || direct == 0) { return null; }

        var descriptor = Open(path, WriteOnly | Create | MustBeNew | CloseOnExecute | direct, OwnerAndReaders);
        if (descriptor >= 0) { return new(new SafeFileHandle(descriptor, ownsHandle: true)); }

        // A file system that refuses the flag may have made the file all the same. Any other failure meets the ordinary way too, which says it better.
        if (Marshal.GetLastPInvokeError() == InvalidArgument) { File.Delete(path); }
        return null;
    }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        while (buffer.Length > 0)
        {
            var part = buffer[..Math.Min(buffer.Length, BlockBytes - _held)];
            part.CopyTo(Block.Span[_held..]);
            Advance(part.Length);
            buffer = buffer[part.Length..];
        }
    }

    /// <summary>Room for the next bytes, there to be read into: who fills it saves a copy.</summary>
    /// <param name="sizeHint">How much is needed at least; never more than a byte, as blocks are of one size.</param>
    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(sizeHint, 1);
        return Block[_held..];
    }

    public Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;

    /// <summary>Takes bytes that were put into <see cref="GetMemory"/>.</summary>
    public void Advance(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, BlockBytes - _held);
        _held += count;
        if (_held == BlockBytes) { WriteBlock(BlockBytes); }
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Write(buffer.Span);
        return ValueTask.CompletedTask;
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <summary>Writes what is left and makes the file durable. Nothing can be written after it.</summary>
    public void Finish()
    {
        ObjectDisposedException.ThrowIf(_isFinished, this);
        var length = Length;
        if (_held > 0)
        {
            // The last block is written whole, and what is too much cut off.
            var whole = (_held + Alignment - 1) & -Alignment;
            Block.Span[_held..whole].Clear();
            WriteBlock(whole);
            RandomAccess.SetLength(_handle, length);
        }

        RandomAccess.FlushToDisk(_handle);
        _isFinished = true;
    }

    /// <summary>Nothing is kept back for long; <see cref="Finish"/> makes bytes durable.</summary>
    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("only for writing");

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException("written from front to back");

    public override void SetLength(long value) => throw new NotSupportedException("written from front to back");

    protected override void Dispose(bool disposing)
    {
        if (disposing && !_isDisposed)
        {
            _isDisposed = true;
            _handle.Dispose();
            _pin.Dispose();
            ArrayPool<byte>.Shared.Return(_memory);
        }

        base.Dispose(disposing);
    }

    private void WriteBlock(int bytes)
    {
        RandomAccess.Write(_handle, Block.Span[..bytes], _written);
        _written += bytes;
        _held = 0;
    }

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Open(string path, int flags, int mode);
}
