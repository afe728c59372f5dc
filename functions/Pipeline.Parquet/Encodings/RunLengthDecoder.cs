using Pipeline.Parquet.Format;

namespace Pipeline.Parquet.Encodings;

/// <summary>Reads the format's hybrid of run lengths and bit packing.</summary>
internal static class RunLengthDecoder
{
    /// <summary>Fills <paramref name="values"/>; bytes after the last run needed are left in <paramref name="source"/>.</summary>
    public static void Read(ref ByteReader source, int width, Span<int> values)
    {
        if (width is < 0 or > 32) { throw source.Malformed($"dictionary codes of {width} bits"); }
        while (!values.IsEmpty)
        {
            var header = source.ReadVarint();
            var length = header >> 1;
            if (length == 0 || length > int.MaxValue) { throw source.Malformed($"a run of {length} values"); }
            var read = (header & 1) == 0
                ? ReadRun(ref source, width, values[..(int)Math.Min(length, (ulong)values.Length)])
                : ReadPacked(ref source, width, length, values);
            values = values[read..];
        }
    }

    private static int ReadRun(ref ByteReader source, int width, Span<int> values)
    {
        var bytes = source.Take((width + 7) / 8);
        var value = 0U;
        for (var i = 0; i < bytes.Length; i++) { value |= (uint)bytes[i] << (8 * i); }
        values.Fill(unchecked((int)value));
        return values.Length;
    }

    private static int ReadPacked(ref ByteReader source, int width, ulong groups, Span<int> values)
    {
        var count = (int)Math.Min(groups * BitPacking.GroupSize, (ulong)values.Length);
        // Some writers cut the last group short after its last value.
        // Also what follows may be looked at: whole words are faster than bytes counted out.
        var packed = source.Rest;
        source.Take(Math.Min((long)groups * width, Math.Max(source.Remaining, (((long)count * width) + 7) / 8)));
        var whole = count / BitPacking.GroupSize * BitPacking.GroupSize;
        BitPacking.Unpack(packed, width, values[..whole]);
        if (whole < count)
        {
            Span<int> last = stackalloc int[BitPacking.GroupSize];
            BitPacking.Unpack(packed[(whole / BitPacking.GroupSize * width)..], width, last);
            last[..(count - whole)].CopyTo(values[whole..]);
        }

        return count;
    }
}
