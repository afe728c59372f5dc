using System.IO.Compression;
using Snappier;

namespace Pipeline.Parquet.Format;

/// <summary>Undoes the codecs that flat files in the wild use.</summary>
internal static class Decompression
{
    /// <summary>The most that a codec can shrink: larger claims are refused before memory is taken for them.</summary>
    /// <remarks>Snappy copies at most 64 bytes for 3; Deflate at most 258 for 2 bits; Brotli has no useful bound, so it gets Deflate's, thrice.</remarks>
    public static long LargestOutput(Codec codec, long compressedSize) => codec switch
    {
        Codec.Uncompressed => compressedSize,
        Codec.Snappy => (compressedSize * 22) + 64,
        Codec.Gzip => (compressedSize * 1040) + 64,
        _ => (compressedSize * 3120) + 64,
    };

    /// <exception cref="NotSupportedException">The codec is not one we read.</exception>
    public static void Check(Codec codec, string column)
    {
        if (codec is not (Codec.Uncompressed or Codec.Snappy or Codec.Gzip or Codec.Brotli))
        {
            throw new NotSupportedException($"column '{column}' is compressed with {codec}, which is not read here; write the file again with Snappy, gzip or no compression");
        }
    }

    /// <summary>Fills <paramref name="output"/> exactly.</summary>
    /// <exception cref="ParquetFormatException">The bytes are damaged or of another length.</exception>
    public static void Decompress(Codec codec, ReadOnlyMemory<byte> stored, Memory<byte> output, long offset)
    {
        bool complete;
        try
        {
            complete = codec switch
            {
                Codec.Snappy => Snappy.GetUncompressedLength(stored.Span) == output.Length && Snappy.Decompress(stored.Span, output.Span) == output.Length,
                Codec.Gzip => Inflate(stored, output.Span),
                _ => BrotliDecoder.TryDecompress(stored.Span, output.Span, out var written) && written == output.Length,
            };
        }
        catch (Exception damaged) when (damaged is InvalidDataException or InvalidOperationException or ArgumentException or IOException)
        {
            throw new ParquetFormatException($"a page does not decompress with {codec}: {damaged.Message}", offset, damaged);
        }

        if (!complete) { throw new ParquetFormatException($"a page does not decompress to the {output.Length} bytes that it announces", offset); }
    }

    private static bool Inflate(ReadOnlyMemory<byte> stored, Span<byte> output)
    {
        if (!System.Runtime.InteropServices.MemoryMarshal.TryGetArray(stored, out var segment)) { return false; }
        using var bytes = new MemoryStream(segment.Array!, segment.Offset, segment.Count, writable: false);
        using var gzip = new GZipStream(bytes, CompressionMode.Decompress);
        return gzip.ReadAtLeast(output, output.Length, throwOnEndOfStream: false) == output.Length && gzip.ReadByte() < 0;
    }
}
