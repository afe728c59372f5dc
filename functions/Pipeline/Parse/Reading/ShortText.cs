using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Pipeline.Parse.Reading;

/// <summary>A text of at most 32 bytes in one vector, with zeros behind it.</summary>
/// <remarks>
/// Most cells are that short, and their lengths vary: comparing, hashing and copying them whole needs no branch on the length, whose misses cost more than the work.
/// It reads memory without checking bounds: who makes one knows that there is room.
/// </remarks>
internal readonly struct ShortText
{
    /// <summary>The longest text, and how many bytes are read whatever the length is.</summary>
    public const int Room = 32;

    /// <summary>As many ones as zeros: what stays of a text of <c>n</c> bytes starts <c>n</c> before the middle.</summary>
    private static ReadOnlySpan<byte> Kept =>
    [
        255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255,
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
    ];

    private ShortText(Vector256<byte> bytes, int length)
    {
        Bytes = bytes;
        Length = length;
    }

    public Vector256<byte> Bytes { get; }

    public int Length { get; }

    /// <summary>The text at a place behind which <see cref="Room"/> bytes can be read.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ShortText At(ref byte start, int length) => new(Load(ref start, length), length);

    /// <summary>A text from anywhere.</summary>
    public static ShortText Of(ReadOnlySpan<byte> text)
    {
        Span<byte> room = stackalloc byte[Room];
        room.Clear();
        text.CopyTo(room);
        return new(Vector256.LoadUnsafe(ref MemoryMarshal.GetReference(room)), text.Length);
    }

    /// <summary>Whether the same bytes, with zeros behind them, stand at another place.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool IsAt(ref byte start) => Vector256.LoadUnsafe(ref start) == Bytes;

    /// <summary>Writes the text and zeros behind it, <see cref="Room"/> bytes in all.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void CopyTo(ref byte target) => Bytes.StoreUnsafe(ref target);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Contains(byte value) => Vector256.EqualsAny(Bytes, Vector256.Create(value));

    /// <summary>A hash whose upper bits are good.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ulong Hash()
    {
        var folded = (Bytes.GetLower() ^ Bytes.GetUpper()).AsUInt64();
        return unchecked((folded.ToScalar() * 0x9E37_79B9_7F4A_7C15) ^ (folded.GetElement(1) * 0xC2B2_AE3D_27D4_EB4F));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<byte> Load(ref byte start, int length) =>
        Vector256.LoadUnsafe(ref start) & Vector256.LoadUnsafe(ref Unsafe.Subtract(ref Unsafe.Add(ref MemoryMarshal.GetReference(Kept), Room), length));
}
