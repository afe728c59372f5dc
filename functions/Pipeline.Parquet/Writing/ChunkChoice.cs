using Pipeline.Parquet.Format;

namespace Pipeline.Parquet.Writing;

/// <summary>Chooses between a column encoded with and without a dictionary.</summary>
internal static class ChunkChoice
{
    private const int SampleSize = 2048;

    /// <summary>Whether a dictionary is so much smaller that compressing the plain values as well, to compare, would be waste.</summary>
    public static bool IsClear(long dictionarySize, long plainSize) => dictionarySize * 5 < plainSize * 2;

    /// <summary>Whether a run of neighbouring values, about <see cref="SampleSize"/> of them, takes fewer bytes as <paramref name="deltas"/>.</summary>
    public static bool PrefersDeltas(IPageValues plain, IPageValues deltas, int count, bool compress)
    {
        var sample = Math.Min(count, SampleSize);
        var start = (count - sample) / 2;
        return SizeOf(deltas, start, sample, compress) < SizeOf(plain, start, sample, compress);
    }

    private static int SizeOf(IPageValues values, int start, int count, bool compress)
    {
        using var raw = new ByteBuffer(count * 16);
        values.Write(raw, start, count);
        if (!compress) { return raw.Length; }
        using var packed = new ByteBuffer(raw.Length);
        Compression.Compress(raw.Written, packed);
        return Math.Min(raw.Length, packed.Length);
    }

    public static EncodedChunk Smaller(EncodedChunk first, EncodedChunk second)
    {
        var (kept, dropped) = first.Body.Length <= second.Body.Length ? (first, second) : (second, first);
        dropped.Body.Dispose();
        return kept;
    }
}
