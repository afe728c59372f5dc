using Pipeline.Parquet.Format;

namespace Pipeline.Parquet.Writing;

/// <summary>Chooses between a column encoded with and without a dictionary.</summary>
internal static class ChunkChoice
{
    /// <summary>How many neighbouring values show how all would come out.</summary>
    public const int SampleSize = 1024;

    /// <summary>Whether a dictionary is so much smaller that compressing the plain values as well, to compare, would be waste.</summary>
    public static bool IsClear(long dictionarySize, long plainSize) => dictionarySize * 5 < plainSize * 2;

    /// <summary>The form in which a run of neighbouring values, about <see cref="SampleSize"/> of them, takes fewer bytes.</summary>
    public static PlainForm OfPlain(IPageValues plain, IPageValues deltas, int count, bool compress)
    {
        var sample = Math.Min(count, SampleSize);
        var deltaTrial = Try(deltas, count, compress);

        // Where Snappy finds no repeats in the differences, whole values have none that would make up for their length.
        if (compress && !deltaTrial.Compresses) { return new(deltas, Compresses: false, (long)deltaTrial.Size * count / sample); }
        var plainTrial = Try(plain, count, compress);

        // To take texts apart and put them together again costs more time than a sixteenth less is worth.
        return deltaTrial.Size < plainTrial.Size - (plainTrial.Size / 16)
            ? new(deltas, deltaTrial.Compresses, (long)deltaTrial.Size * count / sample)
            : new(plain, plainTrial.Compresses, (long)plainTrial.Size * count / sample);
    }

    /// <summary>The plain form where there is no other, with its size by a sample.</summary>
    public static PlainForm OfPlain(IPageValues plain, int count, bool compress)
    {
        var trial = Try(plain, count, compress);
        return new(plain, trial.Compresses, (long)trial.Size * count / Math.Min(count, SampleSize));
    }

    /// <summary>Whether the plain form, by its sample, would come out no smaller than the dictionary did: then it need not be made.</summary>
    public static bool IsClear(EncodedChunk coded, PlainForm plain) => coded.Length <= plain.Size;

    private static (int Size, bool Compresses) Try(IPageValues values, int count, bool compress)
    {
        var sample = Math.Min(count, SampleSize);
        using var raw = new ByteBuffer(sample * 16);
        values.Write(raw, (count - sample) / 2, sample);
        if (!compress) { return (raw.Length, false); }
        using var packed = new ByteBuffer(raw.Length);
        Compression.Compress(raw.Written, packed);
        return (Math.Min(raw.Length, packed.Length), packed.Length < raw.Length - (raw.Length / 20));
    }

    public static EncodedChunk Smaller(EncodedChunk first, EncodedChunk second)
    {
        var (kept, dropped) = first.Length <= second.Length ? (first, second) : (second, first);
        dropped.Body.Dispose();
        return kept;
    }
}

/// <summary>Values without a dictionary in the form that promises to be smaller.</summary>
/// <param name="Values">The values in that form.</param>
/// <param name="Compresses">Whether compressing them pays.</param>
/// <param name="Size">The bytes that all will take, by a sample; 0 when none was taken.</param>
internal readonly record struct PlainForm(IPageValues Values, bool Compresses, long Size);
