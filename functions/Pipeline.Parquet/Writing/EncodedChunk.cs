using Pipeline.Parquet.Format;

namespace Pipeline.Parquet.Writing;

/// <summary>One column of one row group as it will lie in the file: pages with their headers.</summary>
/// <param name="Body">The pages, the dictionary page first when there is one.</param>
/// <param name="Start">Where in the body they start.</param>
/// <param name="DictionarySize">The size of the dictionary page with its header, or 0.</param>
/// <param name="UncompressedSize">Headers plus pages before compression.</param>
/// <param name="Codec">How the pages are compressed.</param>
/// <param name="Encodings">Every encoding used.</param>
/// <param name="IsRising">Whether its texts, nulls left out, are known to be each greater than the one before.</param>
internal sealed record EncodedChunk(ByteBuffer Body, int Start, int DictionarySize, long UncompressedSize, Codec Codec, PageEncoding[] Encodings, bool IsRising = false)
{
    /// <summary>What goes into the file.</summary>
    public ReadOnlySpan<byte> Bytes => Body.Written[Start..];

    /// <summary>How many bytes go into the file.</summary>
    public int Length => Body.Length - Start;
}
