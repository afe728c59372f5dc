using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Pipeline.Parse.Reading;

/// <summary>Turns eight messages that lie one after another into vectors of their first words, second words and so on, and hashes back again.</summary>
/// <remarks>Word by word it took a fifth of the time of hashing, which is why vectors are turned as squares; the other path is tested to be equal.</remarks>
internal static class LaneWords
{
    private const int HashBytes = 16;

    /// <summary>The sixteen words of eight blocks.</summary>
    public static void Load(ReadOnlySpan<byte> blocks, Span<Vector256<uint>> words)
    {
        if (!Avx2.IsSupported)
        {
            LoadEach(blocks, words);
            return;
        }

        ref var block = ref MemoryMarshal.GetReference(blocks[..(Sha256Lanes.Count * Sha256Lanes.BlockBytes)]);
        for (var first = 0; first < 16; first += 8)
        {
            ref var start = ref Unsafe.Add(ref block, first * sizeof(uint));
            var (a, b, c, d) = (Row(ref start, 0), Row(ref start, 1), Row(ref start, 2), Row(ref start, 3));
            var (e, f, g, h) = (Row(ref start, 4), Row(ref start, 5), Row(ref start, 6), Row(ref start, 7));
            Turn(ref a, ref b, ref c, ref d);
            Turn(ref e, ref f, ref g, ref h);
            var target = words.Slice(first, 8);
            (target[0], target[4]) = (Avx2.Permute2x128(a, e, 0x20), Avx2.Permute2x128(a, e, 0x31));
            (target[1], target[5]) = (Avx2.Permute2x128(b, f, 0x20), Avx2.Permute2x128(b, f, 0x31));
            (target[2], target[6]) = (Avx2.Permute2x128(c, g, 0x20), Avx2.Permute2x128(c, g, 0x31));
            (target[3], target[7]) = (Avx2.Permute2x128(d, h, 0x20), Avx2.Permute2x128(d, h, 0x31));
        }
    }

    /// <summary>The same word by word.</summary>
    public static void LoadEach(ReadOnlySpan<byte> blocks, Span<Vector256<uint>> words)
    {
        Span<uint> lanes = stackalloc uint[Sha256Lanes.Count];
        for (var word = 0; word < 16; word++)
        {
            for (var lane = 0; lane < lanes.Length; lane++) { lanes[lane] = BinaryPrimitives.ReadUInt32BigEndian(blocks[((lane * Sha256Lanes.BlockBytes) + (word * sizeof(uint)))..]); }
            words[word] = Vector256.Create<uint>(lanes);
        }
    }

    /// <summary>Writes four words of each lane, lane by lane.</summary>
    public static void Store(ReadOnlySpan<Vector256<uint>> words, Span<byte> hashes)
    {
        if (!Avx2.IsSupported)
        {
            StoreEach(words, hashes);
            return;
        }

        var (a, b, c, d) = (words[0], words[1], words[2], words[3]);
        Turn(ref a, ref b, ref c, ref d);
        ref var hash = ref MemoryMarshal.GetReference(hashes[..(Sha256Lanes.Count * HashBytes)]);
        Put(a, ref hash);
        Put(b, ref Unsafe.Add(ref hash, HashBytes));
        Put(c, ref Unsafe.Add(ref hash, 2 * HashBytes));
        Put(d, ref Unsafe.Add(ref hash, 3 * HashBytes));
    }

    /// <summary>The same word by word.</summary>
    public static void StoreEach(ReadOnlySpan<Vector256<uint>> words, Span<byte> hashes)
    {
        for (var lane = 0; lane < Sha256Lanes.Count; lane++)
        {
            for (var word = 0; word < 4; word++) { BinaryPrimitives.WriteUInt32BigEndian(hashes[((lane * HashBytes) + (word * sizeof(uint)))..], words[word][lane]); }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<uint> Row(ref byte start, int lane) => Swap(Vector256.LoadUnsafe(ref start, (nuint)(lane * Sha256Lanes.BlockBytes)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Put(Vector256<uint> hashes, ref byte target)
    {
        var swapped = Swap(hashes.AsByte()).AsByte();
        swapped.GetLower().StoreUnsafe(ref target);
        swapped.GetUpper().StoreUnsafe(ref target, 4 * HashBytes);
    }

    /// <summary>Words with their bytes the other way round.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<uint> Swap(Vector256<byte> bytes) => Avx2.Shuffle(bytes, Vector256.Create(
        (byte)3, 2, 1, 0, 7, 6, 5, 4, 11, 10, 9, 8, 15, 14, 13, 12, 3, 2, 1, 0, 7, 6, 5, 4, 11, 10, 9, 8, 15, 14, 13, 12)).AsUInt32();

    /// <summary>In each half of the vectors, makes rows of columns.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Turn(ref Vector256<uint> a, ref Vector256<uint> b, ref Vector256<uint> c, ref Vector256<uint> d)
    {
        var (low, high) = (Avx2.UnpackLow(a, b).AsUInt64(), Avx2.UnpackHigh(a, b).AsUInt64());
        var (lowBelow, highBelow) = (Avx2.UnpackLow(c, d).AsUInt64(), Avx2.UnpackHigh(c, d).AsUInt64());
        a = Avx2.UnpackLow(low, lowBelow).AsUInt32();
        b = Avx2.UnpackHigh(low, lowBelow).AsUInt32();
        c = Avx2.UnpackLow(high, highBelow).AsUInt32();
        d = Avx2.UnpackHigh(high, highBelow).AsUInt32();
    }
}
