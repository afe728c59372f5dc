using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Pipeline.Parquet.Encodings;

/// <summary>The first sixteen bytes of a text as two numbers that sort as they do: they settle most comparisons without a call.</summary>
/// <remarks>Ids begin alike, so that eight bytes would rarely tell them apart.</remarks>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct TextOrder(ulong First, ulong Second)
{
    public static TextOrder Of(TextValues texts, int entry) => Of(texts.Bytes, texts.Offsets[entry], texts.Offsets[entry + 1] - texts.Offsets[entry]);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TextOrder Of(ReadOnlySpan<byte> bytes, int start, int length)
    {
        if (start > bytes.Length - (2 * sizeof(ulong))) { return AtEnd(bytes.Slice(start, length)); }

        // What follows a text is read with it and cut off.
        var first = BinaryPrimitives.ReadUInt64BigEndian(bytes[start..]);
        var second = BinaryPrimitives.ReadUInt64BigEndian(bytes[(start + sizeof(ulong))..]);
        return length >= 2 * sizeof(ulong) ? new(first, second)
            : length >= sizeof(ulong) ? new(first, Cut(second, length - sizeof(ulong)))
            : new(Cut(first, length), 0);
    }

    /// <summary>Whether the text sorts before the other for certain.</summary>
    public bool IsBelow(TextOrder other) => First < other.First || (First == other.First && Second < other.Second);

    /// <summary>Whether only the whole texts can tell which sorts first.</summary>
    public bool IsLike(TextOrder other) => First == other.First && Second == other.Second;

    /// <param name="word">Eight bytes, the first the most significant.</param>
    /// <param name="count">How many of them to keep, fewer than eight.</param>
    private static ulong Cut(ulong word, int count) => word & ~(ulong.MaxValue >> (8 * count));

    private static TextOrder AtEnd(ReadOnlySpan<byte> text)
    {
        Span<byte> first = stackalloc byte[2 * sizeof(ulong)];
        first.Clear();
        text[..Math.Min(text.Length, first.Length)].CopyTo(first);
        return new(BinaryPrimitives.ReadUInt64BigEndian(first), BinaryPrimitives.ReadUInt64BigEndian(first[sizeof(ulong)..]));
    }
}
