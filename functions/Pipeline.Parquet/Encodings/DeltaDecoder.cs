using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Pipeline.Parquet.Format;

namespace Pipeline.Parquet.Encodings;

/// <summary>Reads DELTA_BINARY_PACKED: a first value, then bit-packed differences in blocks of miniblocks.</summary>
internal static class DeltaDecoder
{
    /// <summary>Wider differences may not lie within the eight bytes from where they start.</summary>
    private const int WidestWord = 57;

    /// <summary>Fills <paramref name="values"/>, of int or long; they wrap as the format says.</summary>
    public static void Read<T>(ref ByteReader source, Span<T> values)
        where T : unmanaged
    {
        var blockSize = source.ReadVarint();
        var miniblocks = source.ReadVarint();
        var count = source.ReadVarint();
        var value = source.ReadZigzag();
        if (miniblocks is 0 or > 512 || blockSize is 0 or > 1 << 20 || blockSize % (miniblocks * 32) != 0 || count != (ulong)values.Length)
        {
            throw source.Malformed($"differences in {miniblocks} parts of blocks of {blockSize}, {count} values for {values.Length}");
        }

        if (values.IsEmpty) { return; }
        values[0] = Narrow<T>(value);
        values = values[1..];
        var size = (int)(blockSize / miniblocks);
        while (!values.IsEmpty) { values = values[ReadBlock(ref source, values, size, (int)miniblocks, ref value)..]; }
    }

    private static int ReadBlock<T>(ref ByteReader source, Span<T> values, int size, int miniblocks, ref long value)
        where T : unmanaged
    {
        var least = source.ReadZigzag();
        var widths = source.Take(miniblocks);
        var read = 0;
        if (least == 0 && !widths.ContainsAnyExcept((byte)0))
        {
            read = Math.Min(size * miniblocks, values.Length);
            values[..read].Fill(Narrow<T>(value));
            return read;
        }

        for (var i = 0; i < miniblocks && read < values.Length; i++)
        {
            var width = widths[i];
            if (width > 64) { throw source.Malformed($"differences of {width} bits"); }
            var taken = Math.Min(size, values.Length - read);
            // Also what follows may be looked at: whole words are faster than bytes counted out.
            var packed = source.Rest;
            source.Take(Math.Min((long)size * width / 8, Math.Max(source.Remaining, (((long)taken * width) + 7) / 8)));
            Sum(packed, width, least, values.Slice(read, taken), ref value);
            read += taken;
        }

        return read;
    }

    private static void Sum<T>(ReadOnlySpan<byte> packed, int width, long least, Span<T> values, ref long value)
        where T : unmanaged
    {
        if (Unsafe.SizeOf<T>() == sizeof(int) && width <= 32)
        {
            SumNarrow(packed, width, unchecked((int)least), MemoryMarshal.Cast<T, int>(values), ref value);
            return;
        }

        unchecked
        {
            var (sum, mask) = (value, (1UL << width) - 1);
            var i = 0;
            if (width <= WidestWord)
            {
                for (var bit = 0; i < values.Length; i++, bit += width)
                {
                    sum += least + (long)((BitPacking.Load(packed, bit >> 3) >> (bit & 7)) & mask);
                    values[i] = Narrow<T>(sum);
                }
            }

            for (; i < values.Length; i++)
            {
                sum += least + (long)Bits(packed, (long)i * width, width);
                values[i] = Narrow<T>(sum);
            }

            value = sum;
        }
    }

    /// <summary>The differences are unpacked to where the sums will stand, whole groups at a time.</summary>
    private static void SumNarrow(ReadOnlySpan<byte> packed, int width, int least, Span<int> values, ref long value)
    {
        var whole = values.Length / BitPacking.GroupSize * BitPacking.GroupSize;
        BitPacking.Unpack(packed, width, values[..whole]);
        if (whole < values.Length)
        {
            Span<int> last = stackalloc int[BitPacking.GroupSize];
            BitPacking.Unpack(packed[(whole / BitPacking.GroupSize * width)..], width, last);
            last[..(values.Length - whole)].CopyTo(values[whole..]);
        }

        unchecked
        {
            var sum = (int)value;
            foreach (ref var next in values)
            {
                sum += least + next;
                next = sum;
            }

            value = sum;
        }
    }

    private static T Narrow<T>(long value)
        where T : unmanaged => Unsafe.SizeOf<T>() == sizeof(long) ? Unsafe.BitCast<long, T>(value) : Unsafe.BitCast<int, T>(unchecked((int)value));

    private static ulong Bits(ReadOnlySpan<byte> packed, long start, int width)
    {
        var bits = 0UL;
        for (var got = 0; got < width;)
        {
            var at = start + got;
            var free = 8 - (int)(at & 7);
            bits |= (ulong)(packed[(int)(at >> 3)] >> (int)(at & 7)) << got;
            got += free;
        }

        return width == 64 ? bits : bits & ((1UL << width) - 1);
    }
}
