using System.Buffers.Binary;
using System.Numerics;

namespace Pipeline.Parquet.Encodings;

/// <summary>A fast hash of short texts. Not keyed: whoever uses it must bound the cost of collisions.</summary>
internal static class TextHash
{
    private const ulong Multiplier = 0x9E37_79B9_7F4A_7C15;

    public static uint Of(ReadOnlySpan<byte> text)
    {
        unchecked
        {
            var hash = (ulong)text.Length * Multiplier;
            while (text.Length > 8)
            {
                hash = Mix(hash, BinaryPrimitives.ReadUInt64LittleEndian(text));
                text = text[8..];
            }

            hash = Mix(hash, Tail(text));
            return (uint)(hash >> 32) ^ (uint)hash;
        }
    }

    private static ulong Mix(ulong hash, ulong word) => unchecked(BitOperations.RotateLeft((hash ^ word) * Multiplier, 29));

    /// <summary>Up to eight bytes as one word.</summary>
    private static ulong Tail(ReadOnlySpan<byte> text) => text.Length switch
    {
        8 => BinaryPrimitives.ReadUInt64LittleEndian(text),
        >= 4 => BinaryPrimitives.ReadUInt32LittleEndian(text) | (ulong)BinaryPrimitives.ReadUInt32LittleEndian(text[^4..]) << 32,
        >= 2 => text[0] | (ulong)text[1] << 8 | (ulong)text[^1] << 16,
        1 => text[0],
        _ => 0,
    };
}
