namespace Pipeline.Parquet.Encodings;

/// <summary>Values whose first bytes stand together, then their second bytes, and so on.</summary>
internal static class ByteStreamSplit
{
    public static void Read(ReadOnlySpan<byte> split, int width, Span<byte> values)
    {
        var count = values.Length / width;
        for (var part = 0; part < width; part++)
        {
            var stream = split.Slice(part * count, count);
            for (var i = 0; i < count; i++) { values[(i * width) + part] = stream[i]; }
        }
    }
}
