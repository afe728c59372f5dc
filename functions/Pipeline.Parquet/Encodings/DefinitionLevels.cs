using System.Numerics;
using System.Runtime.InteropServices;
using Pipeline.Parquet.Format;

namespace Pipeline.Parquet.Encodings;

/// <summary>Which rows have a value. In a flat table a level is one bit, so validity words are already in the format's bit-packed order.</summary>
internal static class DefinitionLevels
{
    /// <summary>Appends the levels of rows <paramref name="start"/> (a multiple of 64) to <paramref name="start"/> + <paramref name="count"/>.</summary>
    public static void Write(ByteBuffer output, ulong[]? validity, int start, int count)
    {
        var lengthAt = output.Length;
        output.WriteInt32(0);
        var present = CountValues(validity, start, count);
        if (present == 0 || present == count)
        {
            output.WriteVarint((ulong)count << 1);
            output.WriteByte((byte)(present == 0 ? 0 : 1));
        }
        else
        {
            var groups = (count + 7) / 8;
            output.WriteVarint(((ulong)groups << 1) | 1);
            output.Write(MemoryMarshal.AsBytes(validity.AsSpan(start >> 6))[..groups]);
        }

        output.PatchInt32(lengthAt, output.Length - lengthAt - sizeof(int));
    }

    /// <summary>How many of the rows from <paramref name="start"/>, a multiple of 64, have a value.</summary>
    public static int CountValues(ulong[]? validity, int start, int count)
    {
        if (validity is null) { return count; }
        var words = validity.AsSpan(start >> 6, (count + 63) >> 6);
        var values = 0;
        for (var i = 0; i < words.Length; i++)
        {
            var rest = count - (i << 6);
            var word = rest >= 64 ? words[i] : words[i] & ((1UL << rest) - 1);
            values += BitOperations.PopCount(word);
        }

        return values;
    }

    /// <summary>Moves the values of the rows that have one together, in order.</summary>
    public static void Compact<T>(ReadOnlySpan<T> rows, ulong[] validity, Span<T> values)
    {
        var next = 0;
        for (var first = 0; first < rows.Length; first += 64)
        {
            var rest = rows.Length - first;
            var word = rest >= 64 ? validity[first >> 6] : validity[first >> 6] & ((1UL << rest) - 1);
            if (word == ulong.MaxValue)
            {
                rows.Slice(first, 64).CopyTo(values[next..]);
                next += 64;
                continue;
            }

            for (; word != 0; word &= word - 1) { values[next++] = rows[first + BitOperations.TrailingZeroCount(word)]; }
        }
    }

    /// <summary>The positions of the rows that have a value, in order.</summary>
    public static void Positions(ulong[] validity, int count, Span<int> positions)
    {
        var next = 0;
        for (var first = 0; first < count; first += 64)
        {
            var rest = count - first;
            var word = rest >= 64 ? validity[first >> 6] : validity[first >> 6] & ((1UL << rest) - 1);
            for (; word != 0; word &= word - 1) { positions[next++] = first + BitOperations.TrailingZeroCount(word); }
        }
    }
}
