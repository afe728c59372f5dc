using System.Buffers;
using System.Runtime.CompilerServices;
using Pipeline.Parquet.Encodings;

namespace Pipeline.Parquet.Writing;

/// <summary>Encodes the values of a column of fixed width.</summary>
internal sealed class FixedChunkEncoder<T>(T[] values, int count, ParquetWriterOptions options, Bounds bounds)
    where T : unmanaged, IEquatable<T>
{
    /// <summary>A table for values that lie close together may have so many places for each.</summary>
    private const int PlacesPerValue = 4;

    private readonly bool _isInteger = bounds.Minimum.Kind == StatisticKind.Integer;

    /// <summary>How many integers there are from the smallest to the largest; 0 when they are too many for a table, or no integers.</summary>
    private readonly int _span = SpanOf(bounds, PlacesPerValue * (long)count);

    public EncodedChunk Encode(ChunkAssembler assemble)
    {
        if (count == 0 || !Promising()) { return Plain(assemble); }
        var codes = ArrayPool<int>.Shared.Rent(count);
        using var dictionary = new FixedDictionary<T>();
        try
        {
            var limit = DictionaryEstimate.Limit(count);
            var isCoded = _span > 0
                ? dictionary.TryCodeNear(values.AsSpan(0, count), codes, limit, bounds.Minimum.Integer, _span)
                : dictionary.TryCode(values.AsSpan(0, count), codes, limit);
            return isCoded
                ? Smaller(assemble, dictionary, codes)
                : Plain(assemble);
        }
        finally
        {
            ArrayPool<int>.Shared.Return(codes);
        }
    }

    private EncodedChunk Plain(ChunkAssembler assemble) => Plain(assemble, PlainForm());

    private EncodedChunk Plain(ChunkAssembler assemble, PlainForm form) => assemble(form.Values, options.RowsPerPage, writeDictionary: null, form.Compresses);

    private PlainForm PlainForm()
    {
        var plain = new PlainFixedValues<T>(values);
        return !_isInteger || !options.UseDeltas || count == 0
            ? new(plain, Compresses: true, Size: 0)
            : ChunkChoice.OfPlain(plain, new DeltaValues<T>(values), count, options.Compress);
    }

    private EncodedChunk Smaller(ChunkAssembler assemble, FixedDictionary<T> dictionary, int[] codes)
    {
        var coded = assemble(new DictionaryCodes(codes, dictionary.Count), options.RowsPerPage, output =>
        {
            PlainEncoder.WriteFixed(output, dictionary.Entries);
            return dictionary.Count;
        });
        var size = DictionaryCodes.SizeOf(count, dictionary.Count) + ((long)dictionary.Count * Unsafe.SizeOf<T>());
        if (ChunkChoice.IsClear(size, (long)count * Unsafe.SizeOf<T>())) { return coded; }
        var plain = PlainForm();
        if (plain.Size == 0) { plain = ChunkChoice.OfPlain(plain.Values, count, options.Compress); }
        return ChunkChoice.IsClear(coded, plain) ? coded : ChunkChoice.Smaller(coded, Plain(assemble, plain));
    }

    private bool Promising()
    {
        if (count <= DictionaryEstimate.SampleSize || (_span > 0 && _span <= DictionaryEstimate.Certain(count))) { return true; }
        using var distinct = new DistinctHashes(DictionaryEstimate.SampleSize);
        for (var block = 0; block < DictionaryEstimate.Blocks; block++)
        {
            if (DictionaryEstimate.IsHopeless(block, distinct.Count, count)) { return false; }
            foreach (var value in values.AsSpan(DictionaryEstimate.BlockAt(block, count), DictionaryEstimate.BlockSize))
            {
                distinct.Add((uint)(FixedDictionary<T>.Hash(value) >> 32));
            }
        }

        return DictionaryEstimate.Promises(distinct.Count, count);
    }

    private static int SpanOf(Bounds bounds, long most)
    {
        if (bounds.Minimum.Kind != StatisticKind.Integer) { return 0; }
        var difference = unchecked((ulong)bounds.Maximum.Integer - (ulong)bounds.Minimum.Integer);
        return difference < (ulong)Math.Min(most, int.MaxValue / 2) ? (int)difference + 1 : 0;
    }
}
