using System.Buffers;
using System.Runtime.InteropServices;
using Pipeline.Parquet.Encodings;
using Pipeline.Parquet.Format;

namespace Pipeline.Parquet.Writing;

/// <summary>Encodes one column: finds its bounds, tries a dictionary, and keeps what comes out smaller.</summary>
internal sealed class ColumnChunkEncoder(ColumnSchema schema, Column column, ParquetWriterOptions options)
{
    private readonly int _valueCount = DefinitionLevels.CountValues(column.Validity, 0, column.Count);

    public (EncodedChunk Chunk, ColumnStatistics Statistics) Encode()
    {
        if (!schema.Nullable && _valueCount != column.Count)
        {
            throw new ArgumentException($"column '{schema.Name}' is not nullable, but {column.Count - _valueCount} of its {column.Count} rows have no value");
        }

        var (chunk, bounds) = schema.Type switch
        {
            ColumnType.Boolean => EncodeBooleans(),
            ColumnType.Int32 or ColumnType.Date => EncodeFixed<int>(column.Int32s, BoundsFinder.OfInt32s),
            ColumnType.Double => EncodeDoubles(),
            ColumnType.Text => EncodeTexts(),
            _ => EncodeFixed<long>(column.Int64s, BoundsFinder.OfInt64s),
        };
        return (chunk, new ColumnStatistics(schema.Name, column.Count - _valueCount, bounds.Minimum, bounds.Maximum));
    }

    private delegate Bounds FindBounds<T>(ReadOnlySpan<T> values);

    private (EncodedChunk Chunk, Bounds Bounds) EncodeBooleans()
    {
        var values = Present(column.Booleans);
        var chunk = Assemble(new PlainBooleanValues(values), options.RowsPerPage, writeDictionary: null);
        var bounds = BoundsFinder.OfBooleans(values.AsSpan(0, _valueCount));
        Release(column.Booleans, values);
        return (chunk, bounds);
    }

    private (EncodedChunk Chunk, Bounds Bounds) EncodeDoubles()
    {
        // A dictionary tells doubles apart by their bits, so that NaN and the two zeros come back as they were.
        var bits = ArrayPool<long>.Shared.Rent(Math.Max(1, column.Count));
        MemoryMarshal.Cast<double, long>(column.Doubles.AsSpan(0, column.Count)).CopyTo(bits);
        var encoded = EncodeFixed<long>(bits, values => BoundsFinder.OfDoubles(MemoryMarshal.Cast<long, double>(values)));
        ArrayPool<long>.Shared.Return(bits);
        return encoded;
    }

    private (EncodedChunk Chunk, Bounds Bounds) EncodeFixed<T>(T[] rows, FindBounds<T> findBounds)
        where T : unmanaged, IEquatable<T>
    {
        var values = Present(rows);
        var bounds = findBounds(values.AsSpan(0, _valueCount));
        var chunk = new FixedChunkEncoder<T>(values, _valueCount, options, bounds).Encode(Assemble);
        Release(rows, values);
        return (chunk, bounds);
    }

    /// <summary>The values without nulls: the column's own array when there are none.</summary>
    private T[] Present<T>(T[] rows)
    {
        if (_valueCount == column.Count) { return rows; }
        var values = ArrayPool<T>.Shared.Rent(Math.Max(1, _valueCount));
        DefinitionLevels.Compact(rows.AsSpan(0, column.Count), column.Validity!, values);
        return values;
    }

    private static void Release<T>(T[] rows, T[] values)
    {
        if (!ReferenceEquals(rows, values)) { ArrayPool<T>.Shared.Return(values); }
    }

    private (EncodedChunk Chunk, Bounds Bounds) EncodeTexts()
    {
        var rows = _valueCount == column.Count ? null : ArrayPool<int>.Shared.Rent(Math.Max(1, _valueCount));
        if (rows is not null) { DefinitionLevels.Positions(column.Validity!, column.Count, rows); }
        var encoded = new TextChunkEncoder(column.Texts!, new(_valueCount, rows), options).Encode(Assemble);
        if (rows is not null) { ArrayPool<int>.Shared.Return(rows); }
        return encoded;
    }

    private EncodedChunk Assemble(IPageValues values, int rowsPerPage, DictionaryPage? writeDictionary, bool mayCompress = true)
    {
        using var builder = new ChunkBuilder();
        if (writeDictionary is not null)
        {
            var entries = writeDictionary(builder.Raw);
            builder.EndPage(PageType.Dictionary, PageEncoding.Plain, entries);
        }

        rowsPerPage = Math.Min(rowsPerPage, options.RowsPerPage);
        var (row, value) = (0, 0);
        while (row < column.Count)
        {
            var rows = Math.Min(rowsPerPage, column.Count - row);
            var present = DefinitionLevels.CountValues(column.Validity, row, rows);
            if (schema.Nullable) { DefinitionLevels.Write(builder.Raw, column.Validity, row, rows); }
            values.Write(builder.Raw, value, present);
            builder.EndPage(PageType.Data, values.Encoding, rows);
            row += rows;
            value += present;
        }

        return builder.Finish(options.Compress && mayCompress);
    }
}

/// <summary>Appends the entries of a dictionary and says how many there are.</summary>
internal delegate int DictionaryPage(ByteBuffer output);

/// <summary>Lays values out in pages of at most so many rows, after a dictionary page if one is given.</summary>
/// <param name="values">The values.</param>
/// <param name="rowsPerPage">The most rows of a page.</param>
/// <param name="writeDictionary">Writes the dictionary.</param>
/// <param name="mayCompress">Whether it is worth a try.</param>
internal delegate EncodedChunk ChunkAssembler(IPageValues values, int rowsPerPage, DictionaryPage? writeDictionary, bool mayCompress = true);
