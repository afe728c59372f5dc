using System.Runtime.CompilerServices;
using Pipeline.Parquet.Format;

namespace Pipeline.Parquet.Encodings;

/// <summary>Writes DELTA_BINARY_PACKED: a first value, then bit-packed differences in blocks of four miniblocks of 32.</summary>
internal static class DeltaEncoder
{
    private const int MiniblockSize = 32;
    private const int Miniblocks = 4;
    private const int BlockSize = MiniblockSize * Miniblocks;

    /// <summary>Appends values of int or long. Differences wrap at the width of the values, as the format asks.</summary>
    public static void Write<T>(ByteBuffer output, ReadOnlySpan<T> values)
        where T : unmanaged
    {
        var previous = values.IsEmpty ? 0 : Widen(values[0]);
        output.WriteVarint(BlockSize);
        output.WriteVarint(Miniblocks);
        output.WriteVarint((ulong)values.Length);
        output.WriteZigzag(previous);
        Span<long> differences = stackalloc long[BlockSize];
        for (var next = 1; next < values.Length; next += BlockSize)
        {
            var block = values.Slice(next, Math.Min(BlockSize, values.Length - next));
            for (var i = 0; i < block.Length; i++)
            {
                var value = Widen(block[i]);
                differences[i] = Wrap<T>(unchecked(value - previous));
                previous = value;
            }

            WriteBlock<T>(output, differences[..block.Length]);
        }
    }

    private static void WriteBlock<T>(ByteBuffer output, Span<long> differences)
        where T : unmanaged
    {
        var least = differences[0];
        foreach (var difference in differences) { least = Math.Min(least, difference); }
        output.WriteZigzag(least);

        Span<ulong> packed = stackalloc ulong[BlockSize];
        packed.Clear();
        for (var i = 0; i < differences.Length; i++) { packed[i] = unchecked((ulong)(differences[i] - least)) & (Unsafe.SizeOf<T>() == sizeof(int) ? uint.MaxValue : ulong.MaxValue); }
        Span<int> widths = stackalloc int[Miniblocks];
        for (var i = 0; i < Miniblocks; i++)
        {
            widths[i] = WidthOf(packed.Slice(i * MiniblockSize, MiniblockSize));
            output.WriteByte((byte)widths[i]);
        }

        // A miniblock without values takes no bytes; one with some is padded with zeros to its size.
        for (var i = 0; i * MiniblockSize < differences.Length; i++)
        {
            var size = widths[i] * MiniblockSize / 8;
            BitPacking.Pack(packed.Slice(i * MiniblockSize, MiniblockSize), widths[i], output.Reserve(size + sizeof(ulong)));
            output.Advance(size);
        }
    }

    private static int WidthOf(ReadOnlySpan<ulong> values)
    {
        var bits = 0UL;
        foreach (var value in values) { bits |= value; }
        return 64 - (int)ulong.LeadingZeroCount(bits);
    }

    private static long Widen<T>(T value)
        where T : unmanaged => Unsafe.SizeOf<T>() == sizeof(long) ? Unsafe.BitCast<T, long>(value) : Unsafe.BitCast<T, int>(value);

    private static long Wrap<T>(long difference)
        where T : unmanaged => Unsafe.SizeOf<T>() == sizeof(long) ? difference : unchecked((int)difference);
}
