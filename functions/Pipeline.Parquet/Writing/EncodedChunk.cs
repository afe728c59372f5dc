using Pipeline.Parquet.Format;

namespace Pipeline.Parquet.Writing;

/// <summary>One column of one row group as it will lie in the file: pages with their headers.</summary>
/// <param name="Body">The pages, the dictionary page first when there is one.</param>
/// <param name="DictionarySize">The size of the dictionary page with its header, or 0.</param>
/// <param name="UncompressedSize">Headers plus pages before compression.</param>
/// <param name="Codec">How the pages are compressed.</param>
/// <param name="Encodings">Every encoding used.</param>
/// <param name="IsRising">Whether its texts, nulls left out, are known to be each greater than the one before.</param>
internal sealed record EncodedChunk(ByteBuffer Body, int DictionarySize, long UncompressedSize, Codec Codec, PageEncoding[] Encodings, bool IsRising = false);
