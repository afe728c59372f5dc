using Pipeline.Parquet.Format;

namespace Pipeline.Parquet.Encodings;

/// <summary>The format's hybrid of run lengths and bit packing, for dictionary codes.</summary>
internal static class RunLengthEncoder
{
    /// <summary>Appends <paramref name="values"/>, each of <paramref name="width"/> bits, 1 to 32.</summary>
    public static void Write(ByteBuffer output, ReadOnlySpan<int> values, int width)
    {
        var worthwhile = ShortestRun(width);
        while (!values.IsEmpty)
        {
            var run = RunAt(values);
            if (run >= worthwhile || run == values.Length)
            {
                WriteRun(output, values[0], run, width);
                values = values[run..];
                continue;
            }

            var literal = LiteralLength(values, worthwhile);
            WriteLiteral(output, values[..literal], width);
            values = values[literal..];
        }
    }

    /// <summary>A run costs about three bytes more than it replaces, so narrow codes need longer runs before one pays.</summary>
    private static int ShortestRun(int width) => width switch { 1 => 32, 2 or 3 => 16, _ => BitPacking.GroupSize };

    private static int RunAt(ReadOnlySpan<int> values)
    {
        if (values.Length > 1 && values[0] != values[1]) { return 1; }
        var end = values.IndexOfAnyExcept(values[0]);
        return end < 0 ? values.Length : end;
    }

    /// <summary>Whole groups up to the next run that pays, or to the end.</summary>
    private static int LiteralLength(ReadOnlySpan<int> values, int worthwhile)
    {
        var end = BitPacking.GroupSize;
        while (end + worthwhile <= values.Length)
        {
            var next = values.Slice(end, worthwhile);
            if (next[0] == next[1] && next.IndexOfAnyExcept(next[0]) < 0) { return end; }
            end += BitPacking.GroupSize;
        }

        return values.Length;
    }

    private static void WriteRun(ByteBuffer output, int value, int length, int width)
    {
        output.WriteVarint((ulong)length << 1);
        for (var bit = 0; bit < width; bit += 8) { output.WriteByte(unchecked((byte)(value >> bit))); }
    }

    private static void WriteLiteral(ByteBuffer output, ReadOnlySpan<int> values, int width)
    {
        var groups = (values.Length + BitPacking.GroupSize - 1) / BitPacking.GroupSize;
        var whole = values.Length / BitPacking.GroupSize * BitPacking.GroupSize;
        output.WriteVarint(((ulong)groups << 1) | 1);
        var room = output.Reserve(groups * width + sizeof(ulong));
        BitPacking.Pack(values[..whole], width, room);
        if (whole < values.Length)
        {
            Span<int> last = stackalloc int[BitPacking.GroupSize];
            last.Clear();
            values[whole..].CopyTo(last);
            BitPacking.Pack(last, width, room[(whole / BitPacking.GroupSize * width)..]);
        }

        output.Advance(groups * width);
    }
}
