using System.Buffers;
using System.Buffers.Binary;

namespace Pipeline.Parquet.Format;

/// <summary>A growing run of bytes in a pooled array. Dispose it to give the array back.</summary>
internal sealed class ByteBuffer(int capacity = 4096) : IDisposable
{
    private byte[] _bytes = ArrayPool<byte>.Shared.Rent(capacity);

    public int Length { get; private set; }

    public ReadOnlySpan<byte> Written => _bytes.AsSpan(0, Length);

    /// <summary>Room for at least <paramref name="size"/> bytes after what is written. Report what was used with <see cref="Advance"/>.</summary>
    public Span<byte> Reserve(int size)
    {
        if (_bytes.Length - Length < size) { Grow(size); }
        return _bytes.AsSpan(Length);
    }

    public void Advance(int size) => Length += size;

    public void Clear() => Length = 0;

    /// <summary>Takes back what was written after the first <paramref name="length"/> bytes.</summary>
    public void CutTo(int length) => Length = length;

    public void WriteByte(byte value)
    {
        Reserve(1)[0] = value;
        Length++;
    }

    public void Write(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(Reserve(bytes.Length));
        Length += bytes.Length;
    }

    public void WriteInt32(int value)
    {
        BinaryPrimitives.WriteInt32LittleEndian(Reserve(sizeof(int)), value);
        Length += sizeof(int);
    }

    public void WriteVarint(ulong value)
    {
        var room = Reserve(10);
        var size = 0;
        while (value >= 0x80)
        {
            room[size++] = (byte)(value & 0x7F | 0x80);
            value >>= 7;
        }

        room[size++] = (byte)value;
        Length += size;
    }

    /// <summary>Small numbers of either sign in few bytes.</summary>
    public void WriteZigzag(long value) => WriteVarint(unchecked((ulong)((value << 1) ^ (value >> 63))));

    /// <summary>Overwrites four bytes already written, for lengths known only afterwards.</summary>
    public void PatchInt32(int position, int value) => BinaryPrimitives.WriteInt32LittleEndian(_bytes.AsSpan(position), value);

    /// <summary>Overwrites bytes already written.</summary>
    public void PatchBytes(int position, ReadOnlySpan<byte> bytes) => bytes.CopyTo(_bytes.AsSpan(position, bytes.Length));

    /// <summary>Copies bytes already written to another place among them.</summary>
    public void Move(int from, int to, int count) => _bytes.AsSpan(from, count).CopyTo(_bytes.AsSpan(to, count));

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = [];
        Length = 0;
    }

    private void Grow(int size)
    {
        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(Length + size, (int)Math.Min(2L * _bytes.Length, Array.MaxLength)));
        Written.CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = larger;
    }
}
