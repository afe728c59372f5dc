using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Pipeline.Parquet.Format;

namespace Pipeline.Parquet.Encodings;

/// <summary>Values as they are: little-endian numbers, booleans as bits, texts after their length.</summary>
internal static class PlainEncoder
{
    public static void WriteFixed<T>(ByteBuffer output, ReadOnlySpan<T> values)
        where T : unmanaged
    {
        if (!BitConverter.IsLittleEndian) { throw new PlatformNotSupportedException("the codec needs a little-endian machine"); }
        output.Write(MemoryMarshal.AsBytes(values));
    }

    public static void WriteBooleans(ByteBuffer output, ReadOnlySpan<byte> values)
    {
        var size = (values.Length + 7) / 8;
        var room = output.Reserve(size)[..size];
        var whole = values.Length / Vector256<byte>.Count;
        var words = MemoryMarshal.Cast<byte, uint>(room);
        for (var i = 0; i < whole; i++)
        {
            // The lowest bit of each byte becomes its highest, which one instruction gathers.
            words[i] = (Vector256.Create(values[(i * Vector256<byte>.Count)..]).AsUInt16() << 7).AsByte().ExtractMostSignificantBits();
        }

        room[(whole * sizeof(uint))..].Clear();
        for (var i = whole * Vector256<byte>.Count; i < values.Length; i++) { room[i >> 3] |= (byte)((values[i] & 1) << (i & 7)); }
        output.Advance(size);
    }

    public static void WriteText(ByteBuffer output, ReadOnlySpan<byte> text)
    {
        var room = output.Reserve(sizeof(int) + text.Length);
        BinaryPrimitives.WriteInt32LittleEndian(room, text.Length);
        text.CopyTo(room[sizeof(int)..]);
        output.Advance(sizeof(int) + text.Length);
    }

    /// <summary>Appends neighbouring entries: the hot path of unique ids.</summary>
    public static void WriteTexts(ByteBuffer output, TextValues texts, int start, int count)
    {
        var offsets = texts.Offsets.AsSpan(start, count + 1);
        var total = (sizeof(int) * count) + offsets[count] - offsets[0];
        var room = output.Reserve(total);
        var (to, from) = (0, offsets[0]);
        for (var i = 1; i < offsets.Length; i++)
        {
            var size = offsets[i] - from;
            BinaryPrimitives.WriteInt32LittleEndian(room[to..], size);
            to += sizeof(int);
            ShortCopy.Copy(texts.Bytes, from, room, to, size);
            to += size;
            from = offsets[i];
        }

        output.Advance(total);
    }
}
