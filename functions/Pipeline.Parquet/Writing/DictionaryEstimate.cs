namespace Pipeline.Parquet.Writing;

/// <summary>Guesses from a sample whether values repeat enough for a dictionary, so that unique ids are not hashed in vain.</summary>
/// <remarks>
/// Among S values drawn from D equally likely ones, about S²/2D pairs are equal. The sample is 64 blocks of 64 neighbours spread over
/// the rows: neighbours show runs, blocks show repeats from afar.
/// </remarks>
internal static class DictionaryEstimate
{
    public const int SampleSize = Blocks * BlockSize;

    /// <summary>How many neighbours are looked at together.</summary>
    public const int BlockSize = 64;

    public const int Blocks = 64;

    /// <summary>After so many blocks it is often plain that hardly a value repeats.</summary>
    private const int FirstBlocks = 8;

    /// <summary>The position in <paramref name="count"/> values of the first of sample block number <paramref name="block"/>: the first eight blocks lie as far apart as all do.</summary>
    public static int BlockAt(int block, int count)
    {
        var place = ((block % FirstBlocks) * (Blocks / FirstBlocks)) + (block / FirstBlocks);
        return (int)((long)place * (count - BlockSize) / (Blocks - 1));
    }

    /// <summary>Whether the first blocks have so few repeats that the others need not be looked at.</summary>
    /// <param name="blocks">How many blocks were looked at.</param>
    /// <param name="distinct">How many of their values were distinct.</param>
    /// <param name="count">How many values there are in all.</param>
    public static bool IsHopeless(int blocks, int distinct, int count)
    {
        // Sixteen repeats would be expected of a column at the border, so a quarter of them is no chance.
        var expected = RepeatsAtBorder(FirstBlocks * BlockSize, count);
        return blocks == FirstBlocks && expected >= 16 && (FirstBlocks * BlockSize) - distinct < expected / 4;
    }

    /// <summary>Whether at most two fifths of <paramref name="count"/> values seem distinct, given how many of the sample were.</summary>
    public static bool Promises(int distinctInSample, int count) => SampleSize - distinctInSample >= RepeatsAtBorder(SampleSize, count);

    /// <summary>The most distinct values that are worth a dictionary for certain.</summary>
    public static int Certain(int count) => (int)(count * 0.4);

    /// <summary>More distinct values than this and a dictionary is larger than what it saves.</summary>
    public static int Limit(int count) => Math.Max(16, (int)(count * 0.6));

    /// <summary>The repeats among so many values when two fifths of all are distinct.</summary>
    private static double RepeatsAtBorder(int sample, int count) => (double)sample * sample / (0.8 * count);
}
