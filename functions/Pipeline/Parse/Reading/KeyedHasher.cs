using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Security.Cryptography;

namespace Pipeline.Parse.Reading;

/// <summary>HMAC-SHA256 of many short texts under one key. Not for several threads.</summary>
internal sealed class KeyedHasher
{
    /// <summary>The longest text that fits one block beside its padding.</summary>
    public const int LongestText = 55;

    private readonly byte[] _key;
    private readonly Vector256<uint>[] _inner;
    private readonly Vector256<uint>[] _outer;
    private readonly byte[] _blocks = new byte[Sha256Lanes.Count * Sha256Lanes.BlockBytes];

    public KeyedHasher(ReadOnlySpan<byte> key)
    {
        _key = key.Length <= Sha256Lanes.BlockBytes ? key.ToArray() : SHA256.HashData(key);
        _inner = StateAfter(0x36);
        _outer = StateAfter(0x5C);
    }

    /// <summary>Puts a short text into a lane, to be hashed with the others.</summary>
    public void Put(int lane, ReadOnlySpan<byte> text)
    {
        var block = _blocks.AsSpan(lane * Sha256Lanes.BlockBytes, Sha256Lanes.BlockBytes);
        text.CopyTo(block);
        block[text.Length..].Clear();
        Finish(block, text.Length);
    }

    /// <summary>Puts a short text into a lane in lower case, unless it has letters beyond ASCII.</summary>
    /// <param name="lane">The lane.</param>
    /// <param name="cell">At most <see cref="LongestText"/> bytes, behind whose start <see cref="ColumnCells.Room"/> bytes can be read.</param>
    public bool TryPutLower(int lane, ReadOnlySpan<byte> cell)
    {
        ref var start = ref MemoryMarshal.GetReference(cell);
        var first = ShortText.At(ref start, Math.Min(cell.Length, ShortText.Room)).Bytes;
        var second = ShortText.At(ref Unsafe.Add(ref start, ShortText.Room), Math.Max(cell.Length - ShortText.Room, 0)).Bytes;
        if ((first | second).ExtractMostSignificantBits() != 0) { return false; }
        var block = _blocks.AsSpan(lane * Sha256Lanes.BlockBytes, Sha256Lanes.BlockBytes);
        Lower(first).CopyTo(block);
        Lower(second).CopyTo(block[ShortText.Room..]);
        Finish(block, cell.Length);
        return true;
    }

    private static Vector256<byte> Lower(Vector256<byte> ascii)
    {
        var isUpper = Vector256.GreaterThan(ascii.AsSByte(), Vector256.Create((sbyte)('A' - 1))) & Vector256.LessThan(ascii.AsSByte(), Vector256.Create((sbyte)('Z' + 1)));
        return ascii | (isUpper.AsByte() & Vector256.Create((byte)0x20));
    }

    /// <summary>Writes what follows a text of which the block is zero behind its end.</summary>
    private static void Finish(Span<byte> block, int length)
    {
        block[length] = 0x80;
        // The key's block was hashed before the text's.
        BinaryPrimitives.WriteUInt64BigEndian(block[^8..], (ulong)(Sha256Lanes.BlockBytes + length) * 8);
    }

    /// <summary>Writes the first 16 bytes of each lane's hash, one after another.</summary>
    public void Hash(Span<byte> hashes)
    {
        Span<Vector256<uint>> words = stackalloc Vector256<uint>[64];
        Span<Vector256<uint>> state = stackalloc Vector256<uint>[8];
        _inner.CopyTo(state);
        LaneWords.Load(_blocks, words);
        Sha256Lanes.Compress(state, words);
        state.CopyTo(words);
        words[8] = Vector256.Create(0x8000_0000u);
        words[9..15].Clear();
        words[15] = Vector256.Create((uint)(Sha256Lanes.BlockBytes + SHA256.HashSizeInBytes) * 8);
        _outer.CopyTo(state);
        Sha256Lanes.Compress(state, words);
        LaneWords.Store(state, hashes);
    }

    /// <summary>Writes the first 16 bytes of the hash of a text of any length.</summary>
    public void HashOne(ReadOnlySpan<byte> text, Span<byte> hash)
    {
        Span<byte> whole = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(_key, text, whole);
        whole[..16].CopyTo(hash);
    }

    private Vector256<uint>[] StateAfter(byte pad)
    {
        Span<byte> blocks = new byte[Sha256Lanes.Count * Sha256Lanes.BlockBytes];
        for (var i = 0; i < blocks.Length; i++)
        {
            var position = i % Sha256Lanes.BlockBytes;
            blocks[i] = (byte)((position < _key.Length ? _key[position] : 0) ^ pad);
        }

        var state = Sha256Lanes.Initial();
        Span<Vector256<uint>> words = new Vector256<uint>[64];
        LaneWords.Load(blocks, words);
        Sha256Lanes.Compress(state, words);
        return state;
    }
}
