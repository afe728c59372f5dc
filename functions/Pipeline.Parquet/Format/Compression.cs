using Snappier;

namespace Pipeline.Parquet.Format;

/// <summary>Snappy, which every reader of our tables knows.</summary>
internal static class Compression
{
    /// <summary>A part of a page tells what all of it would come to: pages of a few times its size and more are not compressed in vain.</summary>
    private const int SampleSize = 4 * 1024;

    /// <summary>As much follows one tag at the most; Snappy starts anew after it.</summary>
    private const int FragmentSize = 64 * 1024;

    private const byte LongLiteral = 61 << 2;

    public static void Compress(ReadOnlySpan<byte> bytes, ByteBuffer output)
    {
        var room = output.Reserve(Snappy.GetMaxCompressedLength(bytes.Length));
        output.Advance(Snappy.Compress(bytes, room));
    }

    /// <summary>Whether compressing seems to save an eighth. Of a short page that is not asked.</summary>
    public static bool Pays(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < 4 * SampleSize) { return true; }
        using var packed = new ByteBuffer(SampleSize);
        Compress(bytes.Slice((bytes.Length - SampleSize) / 2, SampleSize), packed);
        return packed.Length <= SampleSize - (SampleSize / 8);
    }

    /// <summary>Appends bytes in the form of Snappy as they are: a chunk has one codec, but not every page of it shrinks.</summary>
    public static void Wrap(ReadOnlySpan<byte> bytes, ByteBuffer output)
    {
        output.WriteVarint((ulong)bytes.Length);
        for (var rest = bytes; !rest.IsEmpty;)
        {
            var literal = rest[..Math.Min(FragmentSize, rest.Length)];
            output.WriteByte(LongLiteral);
            output.WriteByte(unchecked((byte)(literal.Length - 1)));
            output.WriteByte((byte)((literal.Length - 1) >> 8));
            output.Write(literal);
            rest = rest[literal.Length..];
        }
    }
}
