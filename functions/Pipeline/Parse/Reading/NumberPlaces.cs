using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Pipeline.Parse.Reading;

/// <summary>Reads numbers of one scale by putting all of their digits in their places at once; what it does not read must be read in another way.</summary>
/// <remarks>Amounts and counts are a sixth of all cells, and <see cref="DigitWords"/> needs twice as many steps for each. It reads cells as that does, without checking bounds.</remarks>
internal sealed class NumberPlaces
{
    /// <summary>The longest number with its sign.</summary>
    public const int Longest = 16;

    private const int LargestScale = 8;
    private const int MostWhole = 8;
    private const int MostFraction = 7;
    private const byte Zero = 0x80;

    /// <summary>For each number of digits before the mark, and of characters from the mark on, where each of sixteen digits comes from.</summary>
    private readonly byte[] _sources = new byte[MostWhole * Longest * Longest];

    private NumberPlaces(int scale)
    {
        for (var whole = 1; whole <= MostWhole; whole++)
        {
            for (var rest = 0; rest < Longest; rest++) { Fill(_sources.AsSpan((((whole - 1) * Longest) + rest) * Longest, Longest), scale, whole, rest); }
        }
    }

    /// <summary>A reader of numbers of a scale, if there can be one.</summary>
    public static NumberPlaces? Of(int scale) => Sse41.IsSupported && scale is >= 0 and <= LargestScale ? new(scale) : null;

    /// <summary>Up to eight digits, perhaps a minus before, perhaps a mark and up to seven digits behind, but no more than the scale has.</summary>
    /// <param name="cell">A cell of at most <see cref="Longest"/> bytes.</param>
    /// <param name="length">How many it has.</param>
    /// <param name="mark">The decimal mark.</param>
    /// <param name="unscaled">The value in units of ten to the power of minus the scale.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryRead(ref byte cell, int length, Vector128<byte> mark, out long unscaled)
    {
        unchecked
        {
            unscaled = 0;
            var sign = cell == '-' ? 1 : 0;
            length -= sign;
            var bytes = Vector128.LoadUnsafe(ref cell, (nuint)sign);
            var whole = BitOperations.TrailingZeroCount(Vector128.Equals(bytes, mark).ExtractMostSignificantBits() | (1u << length));
            if ((uint)(whole - 1) >= MostWhole) { return false; }
            var sources = Vector128.LoadUnsafe(ref MemoryMarshal.GetArrayDataReference(_sources), (nuint)(((whole - 1) * Longest) + length - whole) * Longest);
            var digits = Ssse3.Shuffle(bytes - Vector128.Create((byte)'0'), sources);
            if (Sse2.SubtractSaturate(digits, Vector128.Create((byte)9)) != Vector128<byte>.Zero) { return false; }
            var pairs = Ssse3.MultiplyAddAdjacent(digits, Vector128.Create((short)0x010A).AsSByte());
            var fours = Sse2.MultiplyAddAdjacent(pairs, Vector128.Create(0x0001_0064).AsInt16());
            var eights = Sse2.MultiplyAddAdjacent(Sse41.PackUnsignedSaturate(fours, fours).AsInt16(), Vector128.Create(0x0001_2710).AsInt16()).AsUInt64().ToScalar();
            var value = (long)(((eights & uint.MaxValue) * 100_000_000) + (eights >> 32));
            unscaled = (value ^ -sign) + sign;
            return true;
        }
    }

    private static void Fill(Span<byte> sources, int scale, int whole, int rest)
    {
        var (point, fraction) = (Longest - scale, Math.Max(rest - 1, 0));
        sources.Fill(Zero);
        if (rest == 1 || fraction > Math.Min(scale, MostFraction))
        {
            // The mark is no digit, by which such a number is seen to be another's.
            sources.Fill((byte)whole);
            return;
        }

        for (var digit = 0; digit < whole; digit++) { sources[point - whole + digit] = (byte)digit; }
        for (var digit = 0; digit < fraction; digit++) { sources[point + digit] = (byte)(whole + 1 + digit); }
    }
}
