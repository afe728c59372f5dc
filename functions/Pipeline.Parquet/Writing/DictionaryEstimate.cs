namespace Pipeline.Parquet.Writing;

/// <summary>Guesses from a sample whether values repeat enough for a dictionary, so that unique ids are not hashed in vain.</summary>
/// <remarks>
/// Among S values drawn from D equally likely ones, about S²/2D pairs are equal. The sample is 64 blocks of 64 neighbours spread over
/// the rows: neighbours show runs, blocks show repeats from afar.
/// </remarks>
internal static class DictionaryEstimate
{
    public const int SampleSize = Blocks * BlockSize;

    private const int Blocks = 64;
    private const int BlockSize = 64;

    /// <summary>The position in <paramref name="count"/> values of sample number <paramref name="index"/>.</summary>
    public static int SampleAt(int index, int count)
    {
        var block = (long)(index / BlockSize) * (count - BlockSize) / (Blocks - 1);
        return (int)block + (index % BlockSize);
    }

    /// <summary>Whether at most two fifths of <paramref name="count"/> values seem distinct, given how many of the sample were.</summary>
    public static bool Promises(int distinctInSample, int count)
    {
        var repeats = SampleSize - distinctInSample;
        return repeats >= (double)SampleSize * SampleSize / (0.8 * count);
    }

    /// <summary>More distinct values than this and a dictionary is larger than what it saves.</summary>
    public static int Limit(int count) => Math.Max(16, (int)(count * 0.6));
}
