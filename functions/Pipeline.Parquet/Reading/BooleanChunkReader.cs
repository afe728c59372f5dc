using System.Buffers;
using System.Runtime.InteropServices;
using Pipeline.Parquet.Encodings;
using Pipeline.Parquet.Format;

namespace Pipeline.Parquet.Reading;

/// <summary>Reads booleans, packed as bits or as run lengths.</summary>
internal sealed class BooleanChunkReader(ChunkSize size) : IValueReader
{
    // Every slot is written, as in FixedChunkReader.
    private readonly byte[] _values = size.Array<byte>(size.RowCount);
    private int _count;

    public void ReadDictionary(Page page) => throw new ParquetFormatException("a dictionary of booleans", page.Offset);

    public void ReadValues(Page page, int count)
    {
        var target = _values.AsSpan(_count, count);
        var source = new ByteReader(page.Values, page.Offset);
        if (page.Encoding == PageEncoding.Plain)
        {
            var bits = source.Take((count + 7) / 8);
            var words = MemoryMarshal.Cast<byte, ulong>(target);
            for (var i = 0; i < words.Length; i++) { words[i] = Spread(bits[i]); }
            for (var i = words.Length * sizeof(ulong); i < count; i++) { target[i] = (byte)((bits[i >> 3] >> (i & 7)) & 1); }
        }
        else if (page.Encoding == PageEncoding.RunLength)
        {
            if (count > 0) { ReadRuns(new ByteReader(source.Take(source.ReadInt32()), page.Offset), target); }
        }
        else
        {
            throw Unreadable.Encoding(page);
        }

        _count += count;
    }

    public Column Finish(int rowCount, ulong[]? validity)
    {
        Spreading.Spread(_values, rowCount, validity);
        return Column.OfBooleans(_values, rowCount, validity);
    }

    /// <summary>Each bit of a byte as a byte, 0 or 1: copies of the byte keep one bit each, and what is not zero carries into the highest.</summary>
    private static ulong Spread(byte bits)
    {
        var kept = unchecked(bits * 0x0101_0101_0101_0101UL) & 0x8040_2010_0804_0201;
        return ((kept + 0x7F7F_7F7F_7F7F_7F7F) >> 7) & 0x0101_0101_0101_0101;
    }

    private static void ReadRuns(ByteReader source, Span<byte> target)
    {
        var bits = ArrayPool<int>.Shared.Rent(target.Length);
        RunLengthDecoder.Read(ref source, 1, bits.AsSpan(0, target.Length));
        for (var i = 0; i < target.Length; i++) { target[i] = (byte)(bits[i] & 1); }
        ArrayPool<int>.Shared.Return(bits);
    }
}
