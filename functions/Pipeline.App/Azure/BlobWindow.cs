using System.Buffers;

namespace Pipeline.App.Azure;

/// <summary>Some bytes of a blob, in pooled memory.</summary>
/// <param name="Start">Where they begin in the blob.</param>
/// <param name="Bytes">The memory; longer than <see cref="Length"/>.</param>
/// <param name="Length">How many there are.</param>
internal readonly record struct BlobWindow(long Start, byte[] Bytes, int Length)
{
    /// <summary>Where the bytes end in the blob.</summary>
    public long End => Start + Length;

    public static BlobWindow Rent(long start, int length) => new(start, ArrayPool<byte>.Shared.Rent(length), length);

    /// <summary>Copies the bytes from <paramref name="position"/> on, as far as they go.</summary>
    /// <returns>How many; 0 when they do not reach there.</returns>
    public int Read(long position, Span<byte> buffer)
    {
        if (position < Start || position >= End) { return 0; }
        var offset = (int)(position - Start);
        var count = Math.Min(buffer.Length, Length - offset);
        Bytes.AsSpan(offset, count).CopyTo(buffer);
        return count;
    }

    public void Release()
    {
        if (Bytes is not null) { ArrayPool<byte>.Shared.Return(Bytes); }
    }
}
