using System.Buffers;
using System.Buffers.Binary;
using Pipeline.Parquet.Encodings;
using Pipeline.Parquet.Format;

namespace Pipeline.Parquet.Reading;

/// <summary>Collects texts one after another.</summary>
/// <param name="chunk">Its size. It limits the bytes of text: shared prefixes and repeated entries can unfold to far more than was read.</param>
/// <param name="count">How many texts there can be.</param>
internal sealed class TextAppender(ChunkSize chunk, int count)
{
    private readonly long _limit = Math.Min(chunk.LargestText, Array.MaxLength);
    private byte[] _bytes = [];
    private int[] _offsets = [0];
    private int _length;

    public int Count { get; private set; }

    public TextValues ToTexts() => new(_bytes, _offsets, Count, Codes: null);

    /// <summary>Reads texts that each follow their length, or all have <paramref name="fixedLength"/>.</summary>
    public void ReadPlain(Page page, int count, int fixedLength)
    {
        var source = new ByteReader(page.Values, page.Offset);
        var smallest = (long)count * (fixedLength > 0 ? fixedLength : sizeof(int));
        if (smallest > page.Values.Length) { throw source.Malformed($"{count} texts in a page of {page.Values.Length} bytes"); }
        Reserve(count, page.Values.Length - (fixedLength > 0 ? 0 : (int)smallest), page.Offset);
        if (fixedLength == 0)
        {
            AddPrefixed(source, count);
            return;
        }

        for (var i = 0; i < count; i++) { Add(source.Take(fixedLength)); }
    }

    /// <summary>Lengths as differences, then all bytes.</summary>
    public void ReadDeltaLength(Page page, int count)
    {
        if (count == 0) { return; }
        var source = new ByteReader(page.Values, page.Offset);
        var rented = ArrayPool<int>.Shared.Rent(count);
        var lengths = rented.AsSpan(0, count);
        DeltaDecoder.Read(ref source, lengths);
        Reserve(count, source.Remaining, page.Offset);
        foreach (var length in lengths) { Add(source.Take(length)); }
        ArrayPool<int>.Shared.Return(rented);
    }

    /// <summary>The length shared with the text before, then the rest of each text.</summary>
    public void ReadDelta(Page page, int count)
    {
        if (count == 0) { return; }
        var source = new ByteReader(page.Values, page.Offset);
        var rented = ArrayPool<int>.Shared.Rent(2 * count);
        Span<int> shared = rented.AsSpan(0, count), lengths = rented.AsSpan(count, count);
        DeltaDecoder.Read(ref source, shared);
        DeltaDecoder.Read(ref source, lengths);
        if (SharedPrefixes.AreAlike(shared, lengths, source.Remaining))
        {
            Reserve(count, (int)Math.Min(int.MaxValue, (long)count * lengths[0]), page.Offset);
            _length = SharedPrefixes.UnfoldAlike(source.Rest, shared[1], lengths[0], _bytes, _length, _offsets.AsSpan(Count + 1, count));
        }
        else
        {
            Reserve(count, UnfoldedSize(source, shared, lengths), page.Offset);
            _length = SharedPrefixes.Unfold(source.Rest, shared, lengths, _bytes, _length, _offsets.AsSpan(Count + 1, count));
        }

        Count += count;
        ArrayPool<int>.Shared.Return(rented);
    }

    /// <summary>The bytes that texts unfold to; checks that each shares no more than there was, and that the page holds the rest.</summary>
    private static int UnfoldedSize(ByteReader source, ReadOnlySpan<int> shared, ReadOnlySpan<int> lengths)
    {
        var (total, read, previous) = (0L, 0L, 0L);
        for (var i = 0; i < shared.Length; i++)
        {
            var (same, length) = (shared[i], lengths[i]);
            if (same < 0 || same > previous) { throw source.Malformed($"a text shares {same} bytes with one of {previous}"); }
            unchecked
            {
                // Both are below 2^31, so no sum of as many as there can be rows overflows.
                read += length;
                previous = (long)same + length;
                total += previous;
            }

            if (length < 0 || read > source.Remaining) { throw source.Malformed($"a text of {length} bytes where {source.Remaining - read + length} remain in the page"); }
        }

        return (int)Math.Min(int.MaxValue, total);
    }

    public void AddEntries(TextValues dictionary, ReadOnlySpan<int> codes, long offset)
    {
        foreach (var code in codes)
        {
            var entry = dictionary.Entry(code);
            Reserve(1, entry.Length, offset);
            Add(entry);
        }
    }

    /// <summary>The texts at their rows; a row without a value holds an empty one.</summary>
    public TextValues Spread(int rowCount, ulong[]? validity)
    {
        if (validity is null) { return ToTexts(); }
        var offsets = chunk.Array<int>(rowCount + 1);
        var next = 0;
        for (var row = 0; row < rowCount; row++)
        {
            offsets[row] = _offsets[next];
            next += (int)((validity[row >> 6] >> (row & 63)) & 1);
        }

        offsets[rowCount] = _offsets[next];
        return new TextValues(_bytes, offsets, rowCount, Codes: null);
    }

    /// <summary>The hot loop of plain text: room was made for all the bytes that the lengths may add up to.</summary>
    private void AddPrefixed(ByteReader source, int count)
    {
        var bytes = source.Rest;
        var offsets = _offsets.AsSpan(Count + 1, count);
        var (position, length) = (0, _length);
        for (var i = 0; i < offsets.Length; i++)
        {
            // Each text that follows still needs four bytes for its length.
            var free = bytes.Length - position - (sizeof(int) * (count - i));
            if (free < 0) { throw source.Malformed($"{count} texts do not fit their page of {bytes.Length} bytes"); }
            var size = BinaryPrimitives.ReadInt32LittleEndian(bytes[position..]);
            if (size < 0 || size > free) { throw source.Malformed($"a text of {size} bytes where {free} remain in the page"); }
            position += sizeof(int);
            ShortCopy.Copy(bytes, position, _bytes, length, size);
            position += size;
            length += size;
            offsets[i] = length;
        }

        _length = length;
        Count += count;
    }

    private void Add(ReadOnlySpan<byte> text)
    {
        text.CopyTo(_bytes.AsSpan(_length));
        _length += text.Length;
        _offsets[++Count] = _length;
    }

    private void Reserve(int more, int bytes, long offset)
    {
        if ((long)_length + bytes > _limit) { throw new ParquetFormatException($"the texts of a column unfold to more than {_limit} bytes in one row group", offset); }
        if (_length + bytes > _bytes.Length) { _bytes = Longer(_bytes, _length, Math.Max(_length + bytes, _bytes.Length == 0 ? chunk.LikelyText : 2L * _bytes.Length)); }
        if (Count + more >= _offsets.Length) { _offsets = Longer(_offsets, Count + 1, Math.Max(Count + more + 1L, count + 1L)); }
    }

    private T[] Longer<T>(T[] old, int used, long length)
    {
        var longer = chunk.Array<T>((int)Math.Min(Array.MaxLength, length));
        old.AsSpan(0, used).CopyTo(longer);
        return longer;
    }
}
