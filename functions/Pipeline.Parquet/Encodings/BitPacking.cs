using System.Buffers.Binary;

namespace Pipeline.Parquet.Encodings;

/// <summary>Integers of a fixed number of bits, least significant bit first, in groups of eight: a group of width w takes w bytes.</summary>
internal static class BitPacking
{
    public const int GroupSize = 8;

    /// <summary>The bits needed for the values 0 to <paramref name="maximum"/>.</summary>
    public static int WidthOf(int maximum) => 32 - int.LeadingZeroCount(maximum);

    /// <summary>Packs whole groups of values of up to 64 bits; <paramref name="packed"/> needs eight bytes of room past the last group.</summary>
    public static void Pack(ReadOnlySpan<ulong> values, int width, Span<byte> packed)
    {
        var pending = 0UL;
        var used = 0;
        var position = 0;
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

    /// <summary>Packs whole groups; <paramref name="packed"/> needs eight bytes of room past the last group.</summary>
    public static void Pack(ReadOnlySpan<int> values, int width, Span<byte> packed)
    {
        unchecked
        {
            var pending = 0UL;
            var used = 0;
            var position = 0;
            foreach (var value in values)
            {
                pending |= (ulong)(uint)value << used;
                used += width;
                if (used < 64) { continue; }
                BinaryPrimitives.WriteUInt64LittleEndian(packed[position..], pending);
                position += 8;
                used -= 64;
                pending = used == 0 ? 0 : (ulong)(uint)value >> (width - used);
            }

            BinaryPrimitives.WriteUInt64LittleEndian(packed[position..], pending);
        }
    }

    /// <summary>Unpacks whole groups: <paramref name="values"/> holds a multiple of eight, <paramref name="packed"/> exactly their bytes or more.</summary>
    public static void Unpack(ReadOnlySpan<byte> packed, int width, Span<int> values)
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
    public static ulong Load(ReadOnlySpan<byte> bytes, int position)
    {
        if (position >= bytes.Length) { return 0; }
        var rest = bytes[position..];
        if (rest.Length >= 8) { return BinaryPrimitives.ReadUInt64LittleEndian(rest); }
        var word = 0UL;
        for (var i = 0; i < rest.Length; i++) { word |= (ulong)rest[i] << (8 * i); }
        return word;
    }
}
