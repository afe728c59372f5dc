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

    public static ulong First(ReadOnlySpan<byte> text)
    {
        unchecked
        {
            var tail = Tail(text);
            var hash = (ulong)text.Length * FirstPrime;
            for (; text.Length >= sizeof(ulong); text = text[sizeof(ulong)..]) { hash = Fold(hash ^ MemoryMarshal.Read<ulong>(text), FirstPrime); }
            return Fold(hash ^ tail ^ FirstMask, LastPrime);
        }
    }

    /// <summary>Both hashes, in one pass over the text.</summary>
    public static (ulong First, ulong Second) Both(ReadOnlySpan<byte> text)
    {
        unchecked
        {
            var tail = Tail(text);
            var (first, second) = ((ulong)text.Length * FirstPrime, (ulong)text.Length * SecondPrime);
            for (; text.Length >= sizeof(ulong); text = text[sizeof(ulong)..])
            {
                var word = MemoryMarshal.Read<ulong>(text);
                (first, second) = (Fold(first ^ word, FirstPrime), Fold(second ^ word, SecondPrime));
            }

            return (Fold(first ^ tail ^ FirstMask, LastPrime), Fold(second ^ tail ^ SecondMask, LastPrime));
        }
    }

    /// <summary>The bytes after the last whole word. Where there is a word before them, they are the upper bytes of the last eight, so that no loop takes them one by one.</summary>
    private static ulong Tail(ReadOnlySpan<byte> text)
    {
        unchecked
        {
            var rest = text.Length % sizeof(ulong);
            if (rest == 0) { return 0; }
            if (text.Length > sizeof(ulong)) { return MemoryMarshal.Read<ulong>(text[^sizeof(ulong)..]) >> (8 * (sizeof(ulong) - rest)); }
            var tail = 0UL;
            for (var i = 0; i < text.Length; i++) { tail |= (ulong)text[i] << (i * 8); }
            return tail;
        }
    }

    private static ulong Fold(ulong a, ulong b)
    {
        var high = Math.BigMul(a, b, out var low);
        return high ^ low;
    }
}
