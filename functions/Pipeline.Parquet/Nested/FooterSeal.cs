using System.Buffers.Binary;
using Pipeline.Parquet.Format;

namespace Pipeline.Parquet.Nested;

/// <summary>A checksum of the footer, in eight bytes before it that belong to no column: other readers pass over them.</summary>
/// <remarks>The format has checksums for pages only. A flipped bit in the footer could turn a column into one that nobody asks for, and its rows into nothing.</remarks>
internal static class FooterSeal
{
    public const int Size = 8;

    public delegate void Put(ReadOnlySpan<byte> bytes);

    private static ReadOnlySpan<byte> Mark => "CRC1"u8;

    public static void Write(ReadOnlySpan<byte> footer, Put put)
    {
        Span<byte> seal = stackalloc byte[Size];
        Mark.CopyTo(seal);
        BinaryPrimitives.WriteInt32LittleEndian(seal[Mark.Length..], Crc32.Of(footer));
        put(seal);
    }

    /// <summary>Whether the footer is as it was written; files by others have no seal and pass.</summary>
    public static bool IsIntact(ReadOnlySpan<byte> seal, ReadOnlySpan<byte> footer) =>
        !seal.StartsWith(Mark) || BinaryPrimitives.ReadInt32LittleEndian(seal[Mark.Length..]) == Crc32.Of(footer);
}
