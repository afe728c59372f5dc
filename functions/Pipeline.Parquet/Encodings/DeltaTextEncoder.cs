using System.Buffers;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Pipeline.Parquet.Format;

namespace Pipeline.Parquet.Encodings;

/// <summary>Writes DELTA_BYTE_ARRAY: of each text the number of bytes it shares with the one before, then the rest.</summary>
internal static class DeltaTextEncoder
{
    private static readonly int Room = Vector256<byte>.Count;

    /// <summary>Appends the texts of <paramref name="count"/> rows from number <paramref name="start"/> of <paramref name="rows"/>.</summary>
    /// <returns>What they lie between; none of no texts.</returns>
    public static TextRange? Write(ByteBuffer output, TextValues texts, RowSelection rows, int start, int count)
    {
        var shared = ArrayPool<int>.Shared.Rent(count);
        var lengths = ArrayPool<int>.Shared.Rent(count);
        using var rest = new ByteBuffer(LargestSize(texts, rows, start, count) + Room);
        TextRange? range = null;
        if (count > 0)
        {
            var (used, found) = texts.Codes is null && rows.Rows is null
                ? Split(texts, new NeighbouringRows(start), shared.AsSpan(0, count), lengths, rest.Reserve(0))
                : Split(texts, new ChosenRows(texts.Codes, rows, start), shared.AsSpan(0, count), lengths, rest.Reserve(0));
            rest.Advance(used);
            range = found;
        }

        DeltaEncoder.Write<int>(output, shared.AsSpan(0, count));
        DeltaEncoder.Write<int>(output, lengths.AsSpan(0, count));
        output.Write(rest.Written);
        ArrayPool<int>.Shared.Return(shared);
        ArrayPool<int>.Shared.Return(lengths);
        return range;
    }

    /// <summary>The bytes of the texts, or of a run of neighbours in which they lie.</summary>
    private static int LargestSize(TextValues texts, RowSelection rows, int start, int count)
    {
        if (count == 0) { return 0; }
        if (texts.Codes is not { } codes) { return texts.Offsets[rows[start + count - 1] + 1] - texts.Offsets[rows[start]]; }
        var size = 0;
        for (var i = start; i < start + count; i++)
        {
            var entry = codes[rows[i]];
            size += texts.Offsets[entry + 1] - texts.Offsets[entry];
        }

        return size;
    }

    /// <summary>Splits every text into what it shares and the rest.</summary>
    /// <returns>The bytes of all rests, and what the texts lie between.</returns>
    private static (int Used, TextRange Range) Split<TRows>(TextValues texts, TRows rows, Span<int> shared, Span<int> lengths, Span<byte> rest)
        where TRows : struct, ITextRows
    {
        unchecked
        {
            ReadOnlySpan<byte> bytes = texts.Bytes;
            ref var first = ref MemoryMarshal.GetReference(bytes);
            ref var target = ref MemoryMarshal.GetReference(rest);
            var offsets = texts.Offsets;
            var limit = bytes.Length - Room;
            var (used, before, beforeLength, last) = (0, 0, 0, rows[0]);
            var range = new TextRange(last);
            for (var i = 0; i < shared.Length; i++)
            {
                var entry = rows[i];
                var from = offsets[entry];
                var length = offsets[entry + 1] - from;
                var most = Math.Min(beforeLength, length);
                int same;
                if (from + length <= limit && before <= limit)
                {
                    // Thirty-two bytes are compared and copied at once, also past the ends of texts: mostly that is all, and a call would cost more.
                    var differing = ~Vector256.Equals(Vector256.LoadUnsafe(ref first, (nuint)before), Vector256.LoadUnsafe(ref first, (nuint)from)).ExtractMostSignificantBits();

                    // Where the shorter text ends counts as a difference: to compare which comes first would be a branch that nobody can foresee.
                    same = BitOperations.TrailingZeroCount(most < Room ? differing | (1U << most) : differing);
                    if (same == Room && most > Room) { same += SharedLength(bytes, before + Room, from + Room, most - Room); }
                    Vector256.LoadUnsafe(ref first, (nuint)(from + same)).StoreUnsafe(ref target, (nuint)used);
                    if (length - same > Room) { bytes[(from + same + Room)..(from + length)].CopyTo(rest[(used + Room)..]); }
                }
                else
                {
                    same = SharedLength(bytes, before, from, most);
                    bytes[(from + same)..(from + length)].CopyTo(rest[used..]);
                }

                shared[i] = same;
                lengths[i] = length - same;
                used += length - same;
                if (range.IsRising && i > 0)
                {
                    // The first byte that is not shared tells which text is greater.
                    var isAbove = same < most ? Unsafe.Add(ref first, from + same) > Unsafe.Add(ref first, before + same) : length > beforeLength;
                    if (!isAbove) { range.StopRising(texts, last); }
                }

                if (!range.IsRising) { range.Take(texts, entry, TextOrder.Of(bytes, from, length)); }
                (before, beforeLength, last) = (from, length, entry);
            }

            if (range.IsRising) { range.RiseTo(last); }
            return (used, range);
        }
    }

    private static int SharedLength(ReadOnlySpan<byte> bytes, int one, int other, int most) => bytes.Slice(one, most).CommonPrefixLength(bytes.Slice(other, most));
}
