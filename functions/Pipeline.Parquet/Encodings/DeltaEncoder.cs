using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
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
        if (Unsafe.SizeOf<T>() == sizeof(int)) { WriteIntegers(output, MemoryMarshal.Cast<T, int>(values)); }
        else { WriteIntegers(output, MemoryMarshal.Cast<T, long>(values)); }
    }

    /// <summary>As <see cref="Write"/>, for one value and then only another.</summary>
    public static void WriteSettled(ByteBuffer output, int first, int rest, int count)
    {
        Span<int> values = stackalloc int[BlockSize + 1];
        values.Fill(rest);
        values[0] = first;
        WriteHead(output, count, first);
        WriteBlocks<int>(output, values[..Math.Min(count, values.Length)]);
        if (count <= values.Length) { return; }

        // Where nothing changes, a block is its least difference, which is zero, and the widths of its parts, which are too.
        var size = (count - values.Length + BlockSize - 1) / BlockSize * (1 + Miniblocks);
        output.Reserve(size)[..size].Clear();
        output.Advance(size);
    }

    private static void WriteIntegers<T>(ByteBuffer output, ReadOnlySpan<T> values)
        where T : unmanaged, IBinaryInteger<T>
    {
        WriteHead(output, values.Length, values.IsEmpty ? 0 : long.CreateTruncating(values[0]));
        WriteBlocks(output, values);
    }

    private static void WriteHead(ByteBuffer output, int count, long first)
    {
        output.WriteVarint(BlockSize);
        output.WriteVarint(Miniblocks);
        output.WriteVarint((ulong)count);
        output.WriteZigzag(first);
    }

    private static void WriteBlocks<T>(ByteBuffer output, ReadOnlySpan<T> values)
        where T : unmanaged, IBinaryInteger<T>
    {
        Span<T> steps = stackalloc T[BlockSize];
        for (var next = 1; next < values.Length; next += BlockSize)
        {
            var count = Math.Min(BlockSize, values.Length - next);
            var least = Subtract(values.Slice(next, count), values.Slice(next - 1, count), steps);
            output.WriteZigzag(long.CreateTruncating(least));
            Lower(steps[..count], least);
            steps[count..].Clear();
            WriteMiniblocks(output, steps, count);
        }
    }

    /// <summary>The differences, and the least of them.</summary>
    private static T Subtract<T>(ReadOnlySpan<T> values, ReadOnlySpan<T> previous, Span<T> steps)
        where T : unmanaged, IBinaryInteger<T>
    {
        var done = 0;
        var least = unchecked(values[0] - previous[0]);
        if (values.Length >= Vector<T>.Count)
        {
            var leasts = new Vector<T>(least);
            for (; done <= values.Length - Vector<T>.Count; done += Vector<T>.Count)
            {
                var step = new Vector<T>(values[done..]) - new Vector<T>(previous[done..]);
                step.CopyTo(steps[done..]);
                leasts = Vector.Min(leasts, step);
            }

            for (var lane = 0; lane < Vector<T>.Count; lane++) { least = T.Min(least, leasts[lane]); }
        }

        for (; done < values.Length; done++)
        {
            steps[done] = unchecked(values[done] - previous[done]);
            least = T.Min(least, steps[done]);
        }

        return least;
    }

    private static void Lower<T>(Span<T> steps, T least)
        where T : unmanaged, IBinaryInteger<T>
    {
        var vectors = MemoryMarshal.Cast<T, Vector<T>>(steps);
        foreach (ref var vector in vectors) { vector -= new Vector<T>(least); }
        foreach (ref var step in steps[(vectors.Length * Vector<T>.Count)..]) { step = unchecked(step - least); }
    }

    private static void WriteMiniblocks<T>(ByteBuffer output, ReadOnlySpan<T> steps, int count)
        where T : unmanaged, IBinaryInteger<T>
    {
        Span<int> widths = stackalloc int[Miniblocks];
        for (var i = 0; i < Miniblocks; i++)
        {
            widths[i] = WidthOf(steps.Slice(i * MiniblockSize, MiniblockSize));
            output.WriteByte((byte)widths[i]);
        }

        // A miniblock without values takes no bytes; one with some is padded with zeros to its size.
        for (var i = 0; i * MiniblockSize < count; i++)
        {
            var size = widths[i] * MiniblockSize / 8;
            Pack(steps.Slice(i * MiniblockSize, MiniblockSize), widths[i], output.Reserve(size + sizeof(ulong)));
            output.Advance(size);
        }
    }

    private static void Pack<T>(ReadOnlySpan<T> steps, int width, Span<byte> packed)
        where T : unmanaged
    {
        if (Unsafe.SizeOf<T>() == sizeof(int)) { BitPacking.Pack(MemoryMarshal.Cast<T, int>(steps), width, packed); }
        else { BitPacking.Pack(MemoryMarshal.Cast<T, ulong>(steps), width, packed); }
    }

    /// <summary>The bits of the largest value, taken as without sign.</summary>
    private static int WidthOf<T>(ReadOnlySpan<T> steps)
        where T : unmanaged, IBinaryInteger<T>
    {
        var all = Vector<T>.Zero;
        foreach (var vector in MemoryMarshal.Cast<T, Vector<T>>(steps)) { all |= vector; }
        var bits = T.Zero;
        for (var lane = 0; lane < Vector<T>.Count; lane++) { bits |= all[lane]; }
        return (8 * Unsafe.SizeOf<T>()) - int.CreateTruncating(T.LeadingZeroCount(bits));
    }
}
