using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Pipeline.Parquet.Encodings;

/// <summary>Puts texts together again of which only that is kept which differs from the text before.</summary>
internal static class SharedPrefixes
{
    private static readonly int Width = Vector256<byte>.Count;

    /// <summary>Thirty-two bytes that are set, then as many that are not: from any place among them a mask of so many first bytes.</summary>
    private static ReadOnlySpan<byte> Masks =>
    [
        255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255,
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
    ];

    /// <summary>Writes texts one after another.</summary>
    /// <param name="rests">The bytes of each that it does not share, one after another. That they suffice was checked.</param>
    /// <param name="shared">How many bytes each shares with the one before: no more than that has.</param>
    /// <param name="lengths">How many of <paramref name="rests"/> follow them.</param>
    /// <param name="target">Has room for all texts from <paramref name="start"/>.</param>
    /// <param name="start">Where the first text goes.</param>
    /// <param name="ends">Gets the position after each text.</param>
    /// <returns>The position after the last.</returns>
    public static int Unfold(ReadOnlySpan<byte> rests, ReadOnlySpan<int> shared, ReadOnlySpan<int> lengths, Span<byte> target, int start, Span<int> ends)
    {
        var (position, before, next) = (0, start, start);
        var previous = Vector256<byte>.Zero;
        for (var i = 0; i < ends.Length; i++)
        {
            var (same, left) = (shared[i], lengths[i]);
            var end = next + same + left;

            // Short texts stay in a register: to read back what was just written in two parts would wait for both to arrive.
            if (end - next <= Width && next <= target.Length - Width && position >= same && position - same <= rests.Length - Width)
            {
                previous = Vector256.ConditionalSelect(Mask(same), previous, Vector256.LoadUnsafe(ref MemoryMarshal.GetReference(rests), (nuint)(position - same)));
                previous.StoreUnsafe(ref MemoryMarshal.GetReference(target), (nuint)next);
            }
            else
            {
                target.Slice(before, same).CopyTo(target[next..]);
                rests.Slice(position, left).CopyTo(target[(next + same)..]);
                previous = First(target[next..end]);
            }

            position += left;
            (before, next) = (next, end);
            ends[i] = end;
        }

        return next;
    }

    /// <summary>Whether all texts are as long as the first, are short, and share as much with it: as ids are written that only begin alike.</summary>
    /// <param name="shared">How many bytes each shares with the one before.</param>
    /// <param name="lengths">How many bytes follow them.</param>
    /// <param name="restLength">How many bytes there are to follow them in all.</param>
    public static bool AreAlike(ReadOnlySpan<int> shared, ReadOnlySpan<int> lengths, int restLength)
    {
        if (shared.Length < 2 || shared[0] != 0 || shared[1] < 0 || lengths[1] < 0 || lengths[0] > Width) { return false; }
        return lengths[0] == (long)shared[1] + lengths[1]
            && lengths[0] + ((long)lengths[1] * (lengths.Length - 1)) <= restLength
            && !shared[2..].ContainsAnyExcept(shared[1])
            && !lengths[2..].ContainsAnyExcept(lengths[1]);
    }

    /// <summary>As <see cref="Unfold"/>, for texts that <see cref="AreAlike"/>: none waits for the one before.</summary>
    /// <param name="rests">The first text, then the bytes of each other that it does not share.</param>
    /// <param name="same">How many bytes all share with the first.</param>
    /// <param name="length">How long each is.</param>
    /// <param name="target">Has room for all texts from <paramref name="start"/>.</param>
    /// <param name="start">Where the first text goes.</param>
    /// <param name="ends">Gets the position after each text.</param>
    /// <returns>The position after the last.</returns>
    public static int UnfoldAlike(ReadOnlySpan<byte> rests, int same, int length, Span<byte> target, int start, Span<int> ends)
    {
        rests[..length].CopyTo(target[start..]);
        ends[0] = start + length;
        var (stem, mask) = (First(rests[..same]), Mask(same));
        var (next, position, left) = (start + length, length - same, length - same);

        unchecked
        {
            for (var i = 1; i < ends.Length; i++)
            {
                if (position <= rests.Length - Width && next <= target.Length - Width)
                {
                    var rest = Vector256.LoadUnsafe(ref MemoryMarshal.GetReference(rests), (nuint)position);
                    Vector256.ConditionalSelect(mask, stem, rest).StoreUnsafe(ref MemoryMarshal.GetReference(target), (nuint)next);
                }
                else
                {
                    rests[..same].CopyTo(target[next..]);
                    rests.Slice(position + same, left).CopyTo(target[(next + same)..]);
                }

                position += left;
                next += length;
                ends[i] = next;
            }
        }

        return next;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<byte> Mask(int count) => Vector256.LoadUnsafe(ref MemoryMarshal.GetReference(Masks), (nuint)(Width - count));

    private static Vector256<byte> First(ReadOnlySpan<byte> text)
    {
        Span<byte> first = stackalloc byte[Width];
        first.Clear();
        text[..Math.Min(text.Length, Width)].CopyTo(first);
        return Vector256.Create<byte>(first);
    }
}
