using Snappier;

namespace Pipeline.Parquet.Format;

/// <summary>Snappy, which every reader of our tables knows.</summary>
internal static class Compression
{
    /// <summary>A part of a page tells what all of it would come to, so that pages are not compressed in vain.</summary>
    private const int SampleSize = 4 * 1024;

    /// <summary>As much follows one tag at the most; Snappy starts anew after it.</summary>
    private const int FragmentSize = 64 * 1024;

    private const byte LongLiteral = 61 << 2;

    public static void Compress(ReadOnlySpan<byte> bytes, ByteBuffer output)
    {
        var room = output.Reserve(Snappy.GetMaxCompressedLength(bytes.Length));
        output.Advance(Snappy.Compress(bytes, room));
    }

    /// <summary>How many bytes compressing seems to save: none where a sample does not shrink by an eighth.</summary>
    public static int Saving(ReadOnlySpan<byte> bytes)
    {
        var sample = bytes.Slice((bytes.Length - Math.Min(bytes.Length, SampleSize)) / 2, Math.Min(bytes.Length, SampleSize));
        using var packed = new ByteBuffer(2 * SampleSize);
        Compress(sample, packed);
        var saved = sample.Length - packed.Length;
        return saved * 8 < sample.Length || saved == 0 ? 0 : (int)((long)saved * bytes.Length / sample.Length);
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
