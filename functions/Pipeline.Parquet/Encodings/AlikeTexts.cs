using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Pipeline.Parquet.Format;

namespace Pipeline.Parquet.Encodings;

/// <summary>Texts of one length that all begin with the same bytes, as random ids do, written as DELTA_BYTE_ARRAY that says of each only what it shares with all.</summary>
/// <remarks>That some share a byte more with the one before costs more to say than it saves: both numbers of every text would vary.</remarks>
/// <param name="Length">The bytes of every text.</param>
/// <param name="Stem">How many of them, at the beginning, are the same in all.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct AlikeTexts(int Length, int Stem)
{
    // Whole vectors are moved, also past the ends of texts: a call to copy exactly would cost more.
    private static readonly int Room = Vector256<byte>.Count;

    /// <summary>The bytes that are left of each.</summary>
    public int RestLength => Length - Stem;

    /// <summary>What neighbouring texts have in common, or <see langword="null"/> when they are of several lengths, or long.</summary>
    public static AlikeTexts? Of(TextValues texts, int start, int count)
    {
        ReadOnlySpan<byte> first = texts.Entry(start);
        if (first.Length > Room) { return null; }
        var stem = first.Length;
        for (var entry = start + 1; entry < start + count; entry++)
        {
            var text = texts.Entry(entry);
            if (text.Length != first.Length) { return null; }
            if (!text.StartsWith(first[..stem])) { stem = text.CommonPrefixLength(first); }
        }

        return new(first.Length, stem);
    }

    /// <summary>Appends neighbouring texts, or nothing when they are not alike.</summary>
    /// <param name="output">Where they go.</param>
    /// <param name="texts">Plain texts.</param>
    /// <param name="start">The first.</param>
    /// <param name="count">How many, at least one.</param>
    /// <param name="range">What they lie between.</param>
    public bool TryWrite(ByteBuffer output, TextValues texts, int start, int count, out TextRange range)
    {
        var before = output.Length;
        DeltaEncoder.WriteSettled(output, 0, Stem, count);
        DeltaEncoder.WriteSettled(output, Length, RestLength, count);
        output.Write(texts.Entry(start)[..Math.Min(Stem, texts.Entry(start).Length)]);
        var rests = output.Reserve((count * RestLength) + Room);
        if (TryCopy(texts, start, count, rests, out range))
        {
            output.Advance(count * RestLength);
            return true;
        }

        output.CutTo(before);
        return false;
    }

    private bool TryCopy(TextValues texts, int start, int count, Span<byte> rests, out TextRange range)
    {
        var offsets = texts.Offsets;
        range = new(start);
        if ((long)offsets[start + count] - offsets[start] != (long)count * Length || texts.Entry(start).Length != Length) { return false; }

        // The last texts may lie too close to the end of their array for whole vectors.
        var room = texts.Bytes.Length - Room - Stem - offsets[start];
        var whole = room < 0 ? 0 : Math.Min(count, (room / Math.Max(1, Length)) + 1);
        if (whole > 0 && !TryCopyWhole(texts, start, whole, rests, out range)) { return false; }
        var stem = texts.Entry(start)[..Stem];
        for (var i = whole; i < count; i++)
        {
            var text = texts.Entry(start + i);
            if (text.Length != Length || !text.StartsWith(stem)) { return false; }
            text[Stem..].CopyTo(rests[(i * RestLength)..]);
            if (i > 0) { range.Join(texts, new TextRange(start + i)); }
        }

        return true;
    }

    private bool TryCopyWhole(TextValues texts, int start, int count, Span<byte> rests, out TextRange range)
    {
        unchecked
        {
            var offsets = texts.Offsets.AsSpan(start, count);
            ref var source = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(texts.Bytes), offsets[0]);
            ref var target = ref MemoryMarshal.GetReference(rests);
            var (kept, rest) = (RestLength >= sizeof(ulong) ? ulong.MaxValue : ~(ulong.MaxValue >> (8 * RestLength)), RestLength);
            var first = Vector256.LoadUnsafe(ref source);
            var differing = Vector256<byte>.Zero;
            var (low, high, isRising) = (start, start, true);
            var (least, most, before) = (0UL, 0UL, 0UL);
            range = new(start);
            for (var (i, from, to) = (0, offsets[0], 0); i < offsets.Length; i++)
            {
                // As long as offsets rise by one length, the vectors lie where there is room.
                if (offsets[i] != from) { return false; }
                ref var text = ref Unsafe.Add(ref source, from - offsets[0]);
                differing |= Vector256.LoadUnsafe(ref text) ^ first;
                Vector256.LoadUnsafe(ref text, (nuint)Stem).StoreUnsafe(ref target, (nuint)to);
                (from, to) = (from + Length, to + rest);

                var key = BinaryPrimitives.ReverseEndianness(Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref text, Stem))) & kept;
                if (isRising)
                {
                    if (i == 0) { least = key; }
                    else if (key <= before && !(key == before && Compare(texts, start + i, start + i - 1) > 0)) { (isRising, high, most) = (false, start + i - 1, before); }
                    before = key;
                }

                if (isRising || (key > least && key < most)) { continue; }
                if (key < least || (key == least && Compare(texts, start + i, low) < 0)) { (low, least) = (start + i, key); }
                else if (key > most || (key == most && Compare(texts, start + i, high) > 0)) { (high, most) = (start + i, key); }
            }

            range = new(low, isRising ? start + count - 1 : high, isRising);
            return BitOperations.TrailingZeroCount(~Vector256.Equals(differing, Vector256<byte>.Zero).ExtractMostSignificantBits()) >= Stem;
        }
    }

    private static int Compare(TextValues texts, int one, int other) => texts.Entry(one).SequenceCompareTo(texts.Entry(other));
}
