namespace Pipeline.Parquet.Writing;

/// <summary>Chooses between a column encoded with and without a dictionary.</summary>
internal static class ChunkChoice
{
    /// <summary>Whether a dictionary is so much smaller that compressing the plain values as well, to compare, would be waste.</summary>
    public static bool IsClear(long dictionarySize, long plainSize) => dictionarySize * 5 < plainSize * 2;

    public static EncodedChunk Smaller(EncodedChunk first, EncodedChunk second)
    {
        var (kept, dropped) = first.Body.Length <= second.Body.Length ? (first, second) : (second, first);
        dropped.Body.Dispose();
        return kept;
    }
}
