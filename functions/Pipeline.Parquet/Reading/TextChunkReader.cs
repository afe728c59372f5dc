using Pipeline.Parquet.Encodings;
using Pipeline.Parquet.Format;

namespace Pipeline.Parquet.Reading;

/// <summary>Reads byte arrays. As long as every page refers to the dictionary, the texts stay dictionary-coded.</summary>
/// <param name="size">Of the row group and the chunk.</param>
/// <param name="fixedLength">The length of every value, or 0 when each states its own.</param>
/// <param name="finish">Makes a column of the spread texts.</param>
internal sealed class TextChunkReader(ChunkSize size, int fixedLength, Func<TextValues, int, ulong[]?, Column> finish) : IValueReader
{
    private readonly TextAppender _plain = new(size, size.RowCount);
    private TextValues? _dictionary;
    private int[] _codes = [];
    private int _count;

    public void ReadDictionary(Page page)
    {
        var entries = new TextAppender(size, page.Count);
        entries.ReadPlain(page, page.Count, fixedLength);
        _dictionary = entries.ToTexts();
    }

    public void ReadValues(Page page, int count)
    {
        if (page.Encoding is PageEncoding.PlainDictionary or PageEncoding.RunLengthDictionary) { ReadCodes(page, count); }
        else
        {
            LeaveDictionary(page.Offset);
            ReadTexts(page, count);
        }

        _count += count;
    }

    public Column Finish(int rowCount, ulong[]? validity)
    {
        if (_plain.Count > 0 || _dictionary is null) { return finish(_plain.Spread(rowCount, validity), rowCount, validity); }
        if (_codes.Length == 0) { _codes = size.Array<int>(rowCount); }
        Spreading.Spread(_codes, rowCount, validity);
        return finish(_dictionary with { Codes = _codes }, rowCount, validity);
    }

    private void ReadCodes(Page page, int count)
    {
        if (count == 0) { return; }
        if (_dictionary is null) { throw new ParquetFormatException("dictionary-coded values come before their dictionary", page.Offset); }
        if (_codes.Length == 0) { _codes = size.Array<int>(size.RowCount); }
        var codes = _codes.AsSpan(_count, count);
        DictionaryCodeReader.Read(page, codes, _dictionary.EntryCount);
        if (_plain.Count > 0) { _plain.AddEntries(_dictionary, codes, page.Offset); }
    }

    /// <summary>A writer that gave its dictionary up leaves plain pages after coded ones: then all values become plain.</summary>
    private void LeaveDictionary(long offset)
    {
        if (_count > 0 && _plain.Count == 0) { _plain.AddEntries(_dictionary!, _codes.AsSpan(0, _count), offset); }
    }

    private void ReadTexts(Page page, int count)
    {
        switch (page.Encoding)
        {
            case PageEncoding.Plain: _plain.ReadPlain(page, count, fixedLength); break;
            case PageEncoding.DeltaLengthByteArray when fixedLength == 0: _plain.ReadDeltaLength(page, count); break;
            case PageEncoding.DeltaByteArray: _plain.ReadDelta(page, count); break;
            default: throw Unreadable.Encoding(page);
        }
    }
}
