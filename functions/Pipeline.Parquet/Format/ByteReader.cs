using System.Buffers.Binary;

namespace Pipeline.Parquet.Format;

/// <summary>Reads through the bytes of a page. Nothing is taken that is not there.</summary>
/// <remarks><paramref name="offset"/> is where the page stands in the file, for error messages: within a compressed page no closer one exists.</remarks>
internal ref struct ByteReader(ReadOnlySpan<byte> bytes, long offset)
{
    private ReadOnlySpan<byte> _rest = bytes;

    public readonly ReadOnlySpan<byte> Rest => _rest;

    public readonly int Remaining => _rest.Length;

    public ReadOnlySpan<byte> Take(long count)
    {
        if (count < 0 || count > _rest.Length) { throw Malformed($"{count} bytes are announced where {_rest.Length} remain in the page"); }
        var taken = _rest[..(int)count];
        _rest = _rest[(int)count..];
        return taken;
    }

    public byte ReadByte() => Take(1)[0];

    public int ReadInt32() => BinaryPrimitives.ReadInt32LittleEndian(Take(sizeof(int)));

    public ulong ReadVarint()
    {
        var value = 0UL;
        for (var shift = 0; shift < 64; shift += 7)
        {
            var part = ReadByte();
            value |= (ulong)(part & 0x7F) << shift;
            if (part < 0x80) { return value; }
        }

        throw Malformed("an integer of more than ten bytes");
    }

    public long ReadZigzag()
    {
        var zigzag = ReadVarint();
        return unchecked((long)(zigzag >> 1) ^ -(long)(zigzag & 1));
    }

    public readonly ParquetFormatException Malformed(string reason) => new(reason, offset);
}
