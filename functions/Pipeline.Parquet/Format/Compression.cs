using Snappier;

namespace Pipeline.Parquet.Format;

/// <summary>Snappy, which every reader of our tables knows.</summary>
internal static class Compression
{
    public static void Compress(ReadOnlySpan<byte> bytes, ByteBuffer output)
    {
        var room = output.Reserve(Snappy.GetMaxCompressedLength(bytes.Length));
        output.Advance(Snappy.Compress(bytes, room));
    }
}
