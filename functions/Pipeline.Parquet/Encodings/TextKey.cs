using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Pipeline.Parquet.Encodings;

/// <summary>The length, first eight and last eight bytes of a text: all of it when it has sixteen bytes or fewer.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct TextKey(ulong Head, ulong Tail, int Length)
{
    private const ulong Multiplier = 0x9E37_79B9_7F4A_7C15;

    /// <summary>Whether equal keys mean equal texts.</summary>
    public bool IsWhole => Length <= 2 * sizeof(ulong);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TextKey Of(ReadOnlySpan<byte> text) => text.Length >= sizeof(ulong)
        ? new(BinaryPrimitives.ReadUInt64LittleEndian(text), BinaryPrimitives.ReadUInt64LittleEndian(text[^sizeof(ulong)..]), text.Length)
        : new(Short(text), 0, text.Length);

    /// <summary>Not keyed: whoever uses it must bound the cost of collisions.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public uint Hash(ReadOnlySpan<byte> text)
    {
        var hash = Mix(unchecked((ulong)Length * Multiplier) ^ Head, Tail);
        return unchecked((uint)(IsWhole ? hash : Middle(hash, text)));
    }

    private static ulong Middle(ulong hash, ReadOnlySpan<byte> text)
    {
        for (var rest = text[sizeof(ulong)..]; rest.Length > sizeof(ulong); rest = rest[sizeof(ulong)..])
        {
            hash = Mix(hash, BinaryPrimitives.ReadUInt64LittleEndian(rest));
        }

        return hash;
    }

    /// <summary>Both halves of a 128-bit product, so that the last byte of a text reaches the lowest bits of the hash.</summary>
    private static ulong Mix(ulong hash, ulong word) => Math.BigMul(hash ^ 0xD6E8_FEB8_6659_FD93, word ^ Multiplier, out var low) ^ low;

    private static ulong Short(ReadOnlySpan<byte> text) => text.Length switch
    {
        >= 4 => BinaryPrimitives.ReadUInt32LittleEndian(text) | ((ulong)BinaryPrimitives.ReadUInt32LittleEndian(text[^4..]) << 32),
        >= 2 => text[0] | ((ulong)text[1] << 8) | ((ulong)text[^1] << 16),
        1 => text[0],
        _ => 0,
    };
}
