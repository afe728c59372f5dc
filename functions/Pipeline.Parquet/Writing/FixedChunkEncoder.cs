using System.Buffers;
using System.Runtime.CompilerServices;
using Pipeline.Parquet.Encodings;

namespace Pipeline.Parquet.Writing;

/// <summary>Encodes the values of a column of fixed width.</summary>
internal sealed class FixedChunkEncoder<T>(T[] values, int count, ParquetWriterOptions options, bool isInteger)
    where T : unmanaged, IEquatable<T>
{
    public EncodedChunk Encode(ChunkAssembler assemble)
    {
        if (count == 0 || !Promising()) { return Plain(assemble); }
        var codes = ArrayPool<int>.Shared.Rent(count);
        using var dictionary = new FixedDictionary<T>();
        try
        {
            return dictionary.TryCode(values.AsSpan(0, count), codes, DictionaryEstimate.Limit(count))
                ? Smaller(assemble, dictionary, codes)
                : Plain(assemble);
        }
        finally
        {
            ArrayPool<int>.Shared.Return(codes);
        }
    }

    private EncodedChunk Plain(ChunkAssembler assemble)
    {
        var plain = new PlainFixedValues<T>(values);
        if (!isInteger || !options.UseDeltas || count == 0) { return assemble(plain, options.RowsPerPage, writeDictionary: null); }
        var (chosen, _) = ChunkChoice.OfPlain(plain, new DeltaValues<T>(values), count, options.Compress);
        return assemble(chosen, options.RowsPerPage, writeDictionary: null);
    }

    private EncodedChunk Smaller(ChunkAssembler assemble, FixedDictionary<T> dictionary, int[] codes)
    {
        var coded = assemble(new DictionaryCodes(codes, dictionary.Count), options.RowsPerPage, output =>
        {
            PlainEncoder.WriteFixed(output, dictionary.Entries);
            return dictionary.Count;
        });
        var size = DictionaryCodes.SizeOf(count, dictionary.Count) + ((long)dictionary.Count * Unsafe.SizeOf<T>());
        return ChunkChoice.IsClear(size, (long)count * Unsafe.SizeOf<T>()) ? coded : ChunkChoice.Smaller(coded, Plain(assemble));
    }

    private bool Promising()
    {
        if (count <= DictionaryEstimate.SampleSize) { return true; }
        using var dictionary = new FixedDictionary<T>();
        var sample = ArrayPool<T>.Shared.Rent(DictionaryEstimate.SampleSize);
        var codes = ArrayPool<int>.Shared.Rent(DictionaryEstimate.SampleSize);
        for (var i = 0; i < DictionaryEstimate.SampleSize; i++) { sample[i] = values[DictionaryEstimate.SampleAt(i, count)]; }
        var isCoded = dictionary.TryCode(sample.AsSpan(0, DictionaryEstimate.SampleSize), codes, DictionaryEstimate.SampleSize);
        ArrayPool<int>.Shared.Return(codes);
        ArrayPool<T>.Shared.Return(sample);
        return isCoded && DictionaryEstimate.Promises(dictionary.Count, count);
    }
}
