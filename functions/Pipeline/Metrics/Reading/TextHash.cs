using System.Runtime.InteropServices;

namespace Pipeline.Metrics.Reading;

/// <summary>Two independent 64-bit hashes of UTF-8 texts, for look-ups. What is written down of them is read by the same program only.</summary>
internal static class TextHash
{
    private const ulong FirstPrime = 0x9E3779B97F4A7C15;
    private const ulong FirstMask = 0xE7037ED1A0B428DB;
    private const ulong SecondPrime = 0xA0761D6478BD642F;
    private const ulong SecondMask = 0x8EBC6AF09C88C6E3;
    private const ulong LastPrime = 0xD6E8FEB86659FD93;

    public static ulong First(ReadOnlySpan<byte> text) => Of(text, FirstPrime, FirstMask);

    public static ulong Second(ReadOnlySpan<byte> text) => Of(text, SecondPrime, SecondMask);

    private static ulong Of(ReadOnlySpan<byte> text, ulong prime, ulong mask)
    {
        unchecked
        {
            var hash = (ulong)text.Length * prime;
            while (text.Length >= 8)
            {
                hash = Fold(hash ^ MemoryMarshal.Read<ulong>(text), prime);
                text = text[8..];
            }

            var tail = 0UL;
            for (var i = 0; i < text.Length; i++) { tail |= (ulong)text[i] << (i * 8); }
            return Fold(hash ^ tail ^ mask, LastPrime);
        }
    }

    private static ulong Fold(ulong a, ulong b)
    {
        var high = Math.BigMul(a, b, out var low);
        return high ^ low;
    }
}
