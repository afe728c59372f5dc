using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;

namespace Pipeline.Parquet.Encodings;

/// <summary>Integers of a fixed number of bits, least significant bit first, in groups of eight: a group of width w takes w bytes.</summary>
internal static class BitPacking
{
    public const int GroupSize = 8;

    /// <summary>Up to this width the bits that are left over from the last byte, with those of another value, lie in 64.</summary>
    private const int WidestStep = 56;

    /// <summary>Up to this width a group of eight lies in two words, each of the bits of four.</summary>
    private const int WidestHalf = 16;

    /// <summary>Up to this width the bits of two neighbours lie in the eight bytes from where the first starts.</summary>
    private const int WidestPair = 28;

    /// <summary>The bits needed for the values 0 to <paramref name="maximum"/>.</summary>
    public static int WidthOf(int maximum) => 32 - int.LeadingZeroCount(maximum);

    /// <summary>Packs whole groups of values of up to 64 bits; <paramref name="packed"/> needs eight bytes of room past the last group.</summary>
    public static void Pack(ReadOnlySpan<ulong> values, int width, Span<byte> packed)
    {
        if (width > WidestStep)
        {
            PackWide(values, width, packed);
            return;
        }

        unchecked
        {
            var (pending, used, position) = (0UL, 0, 0);
            foreach (var value in width == 0 ? [] : values)
            {
                pending |= value << used;
                BinaryPrimitives.WriteUInt64LittleEndian(packed[position..], pending);
                var whole = (used + width) >> 3;
                position += whole;
                pending >>= whole << 3;
                used = (used + width) & 7;
            }
        }
    }

    /// <summary>Packs whole groups; <paramref name="packed"/> needs eight bytes of room past the last group.</summary>
    public static void Pack(ReadOnlySpan<int> values, int width, Span<byte> packed)
    {
        if (width == 0) { return; }

        // One instruction gathers the bits of two values, which is a quarter of the time.
        if (Bmi2.X64.IsSupported && width <= WidestHalf) { PackPairs(values, width, packed); }
        else { PackPortably(values, width, packed); }
    }

    internal static void PackPortably(ReadOnlySpan<int> values, int width, Span<byte> packed)
    {
        unchecked
        {
            var (pending, used, position) = (0UL, 0, 0);
            foreach (var value in values)
            {
                pending |= (ulong)(uint)value << used;
                BinaryPrimitives.WriteUInt64LittleEndian(packed[position..], pending);
                var whole = (used + width) >> 3;
                position += whole;
                pending >>= whole << 3;
                used = (used + width) & 7;
            }
        }
    }

    /// <summary>Unpacks whole groups: <paramref name="values"/> holds a multiple of eight, <paramref name="packed"/> exactly their bytes or more.</summary>
    public static void Unpack(ReadOnlySpan<byte> packed, int width, Span<int> values)
    {
        if (width == 0)
        {
            values.Clear();
            return;
        }

        var done = Bmi2.X64.IsSupported && width <= WidestPair ? UnpackPairs(packed, width, values) : 0;
        UnpackPortably(packed[Math.Min(done / GroupSize * width, packed.Length)..], width, values[done..]);
    }

    internal static void UnpackPortably(ReadOnlySpan<byte> packed, int width, Span<int> values)
    {
        unchecked
        {
            var mask = width == 32 ? uint.MaxValue : (1u << width) - 1;
            for (int group = 0, from = 0; group < values.Length; group += GroupSize, from += width)
            {
                var to = values.Slice(group, GroupSize);
                for (var i = 0; i < GroupSize; i++)
                {
                    var bit = i * width;
                    to[i] = (int)((Load(packed, from + (bit >> 3)) >> (bit & 7)) & mask);
                }
            }
        }
    }

    /// <summary>Eight bytes from <paramref name="position"/>, zeros past the end.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Load(ReadOnlySpan<byte> bytes, int position) =>
        position <= bytes.Length - sizeof(ulong) ? BinaryPrimitives.ReadUInt64LittleEndian(bytes[position..]) : LoadEnd(bytes, position);

    private static ulong LoadEnd(ReadOnlySpan<byte> bytes, int position)
    {
        var word = 0UL;
        for (var i = position; i < bytes.Length; i++) { word |= (ulong)bytes[i] << (8 * (i - position)); }
        return word;
    }

    private static void PackWide(ReadOnlySpan<ulong> values, int width, Span<byte> packed)
    {
        var (pending, used, position) = (0UL, 0, 0);
        foreach (var value in values)
        {
            pending |= value << used;
            used += width;
            if (used < 64) { continue; }
            BinaryPrimitives.WriteUInt64LittleEndian(packed[position..], pending);
            position += 8;
            used -= 64;
            pending = used == 0 ? 0 : value >> (width - used);
        }

        BinaryPrimitives.WriteUInt64LittleEndian(packed[position..], pending);
    }

    private static void PackPairs(ReadOnlySpan<int> values, int width, Span<byte> packed)
    {
        unchecked
        {
            var pairs = MemoryMarshal.Cast<int, ulong>(values);
            var mask = PairMask(width);
            for (int i = 0, position = 0; i + 3 < pairs.Length; i += 4, position += width)
            {
                var low = Bmi2.X64.ParallelBitExtract(pairs[i], mask) | (Bmi2.X64.ParallelBitExtract(pairs[i + 1], mask) << (2 * width));
                var high = Bmi2.X64.ParallelBitExtract(pairs[i + 2], mask) | (Bmi2.X64.ParallelBitExtract(pairs[i + 3], mask) << (2 * width));
                if (width <= 8)
                {
                    BinaryPrimitives.WriteUInt64LittleEndian(packed[position..], low | (high << (4 * width)));
                    continue;
                }

                // Four values end within a byte when their width is odd, so the other four are laid over it.
                var rest = (4 * width) & 7;
                var second = (4 * width) >> 3;
                BinaryPrimitives.WriteUInt64LittleEndian(packed[position..], low);
                BinaryPrimitives.WriteUInt64LittleEndian(packed[(position + second)..], (high << rest) | (rest == 0 ? 0 : low >> (4 * width - rest)));
            }
        }
    }

    private static int UnpackPairs(ReadOnlySpan<byte> packed, int width, Span<int> values)
    {
        unchecked
        {
            // Of the last group the words may reach past the end: it is left to the portable path.
            var pairs = MemoryMarshal.Cast<int, ulong>(values);
            var mask = PairMask(width);
            var last = packed.Length - sizeof(ulong) - (6 * width >> 3);
            var i = 0;
            for (var from = 0; i + 3 < pairs.Length && from <= last; i += 4, from += width)
            {
                var group = packed[from..];
                for (var pair = 0; pair < 4; pair++)
                {
                    var bit = 2 * pair * width;
                    pairs[i + pair] = Bmi2.X64.ParallelBitDeposit(BinaryPrimitives.ReadUInt64LittleEndian(group[(bit >> 3)..]) >> (bit & 7), mask);
                }
            }

            return 2 * i;
        }
    }

    /// <summary>The lowest bits of both halves of a word.</summary>
    private static ulong PairMask(int width) => ((1UL << width) - 1) * 0x1_0000_0001;
}
