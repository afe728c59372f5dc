using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Pipeline.Parquet.Encodings;
using Pipeline.Parquet.Format;

namespace Pipeline.Parquet.Reading;

/// <summary>Reads values of fixed width.</summary>
/// <param name="size">Of the row group and the chunk.</param>
/// <param name="finish">Makes a column of the spread values.</param>
internal sealed class FixedChunkReader<T>(ChunkSize size, Func<T[], int, ulong[]?, Column> finish) : IValueReader
    where T : unmanaged
{
    // Every slot is written: by a value, or by Spreading when its row has none.
    private readonly T[] _values = size.Array<T>(size.RowCount);
    private T[]? _dictionary;
    private int _entryCount;
    private int _count;

    public void ReadDictionary(Page page)
    {
        var source = new ByteReader(page.Values, page.Offset);
        var entries = MemoryMarshal.Cast<byte, T>(source.Take((long)page.Count * Unsafe.SizeOf<T>()));
        _entryCount = entries.Length;
        _dictionary = size.Array<T>(_entryCount);
        entries.CopyTo(_dictionary);
    }

    public void ReadValues(Page page, int count)
    {
        var target = _values.AsSpan(_count, count);
        var source = new ByteReader(page.Values, page.Offset);
        switch (page.Encoding)
        {
            case PageEncoding.Plain:
                MemoryMarshal.Cast<byte, T>(source.Take((long)count * Unsafe.SizeOf<T>())).CopyTo(target);
                break;
            case PageEncoding.PlainDictionary or PageEncoding.RunLengthDictionary:
                Look(page, target);
                break;
            case PageEncoding.DeltaBinaryPacked when target is { IsEmpty: true }:
                break;
            case PageEncoding.DeltaBinaryPacked when typeof(T) == typeof(int) || typeof(T) == typeof(long):
                DeltaDecoder.Read(ref source, target);
                break;
            case PageEncoding.ByteStreamSplit:
                ByteStreamSplit.Read(source.Take((long)count * Unsafe.SizeOf<T>()), Unsafe.SizeOf<T>(), MemoryMarshal.AsBytes(target));
                break;
            default:
                throw Unreadable.Encoding(page);
        }

        _count += count;
    }

    public Column Finish(int rowCount, ulong[]? validity)
    {
        Spreading.Spread(_values, rowCount, validity);
        return finish(_values, rowCount, validity);
    }

    private void Look(Page page, Span<T> target)
    {
        if (target.IsEmpty) { return; }
        if (_dictionary is null) { throw new ParquetFormatException("dictionary-coded values come before their dictionary", page.Offset); }
        var rented = ArrayPool<int>.Shared.Rent(target.Length);
        try
        {
            var codes = rented.AsSpan(0, target.Length);
            DictionaryCodeReader.Read(page, codes, _entryCount);
            var entries = _dictionary.AsSpan(0, _entryCount);
            for (var i = 0; i < target.Length; i++) { target[i] = entries[codes[i]]; }
        }
        finally
        {
            ArrayPool<int>.Shared.Return(rented);
        }
    }
}
