using System.Buffers.Binary;
using System.Numerics;
using Pipeline.Parquet.Encodings;
using Pipeline.Parquet.Format;
using Pipeline.Parquet.Reading;

namespace Pipeline.Parquet.Nested;

/// <summary>Reads one column of a row group.</summary>
internal sealed class LeafReader
{
    private readonly Leaf _leaf;
    private readonly FileLeaf _column;
    private readonly LeafCursor _cursor;
    private LeafValues? _dictionary;

    private LeafReader(Leaf leaf, FileLeaf column)
    {
        _leaf = leaf;
        _column = column;
        _cursor = new LeafCursor(leaf);
    }

    public static LeafCursor Read(byte[] bytes, ColumnChunkMetadata chunk, long start, Leaf leaf, FileLeaf column)
    {
        if (column.Type != TypeOf(leaf.Kind) || column.MaximumRepetition != leaf.MaximumRepetition || column.Definitions[^1] != leaf.MaximumDefinition)
        {
            throw new NotSupportedException($"column '{chunk.Path}' is {column.Type} where {leaf.Kind} was expected, or nested otherwise");
        }

        var reader = new LeafReader(leaf, column);
        using var pages = new PageReader(bytes, chunk, start, isNullable: false);
        while (pages.Next(out var page)) { reader.Add(page); }
        return reader._cursor;
    }

    private void Add(Page page)
    {
        if (page.Type == PageType.Dictionary)
        {
            _dictionary = new LeafValues(_leaf.Kind);
            ReadPlain(new ByteReader(page.Values, page.Offset), page.Count, _dictionary);
            return;
        }

        if (page.Type != PageType.Data) { throw new NotSupportedException("nested columns are read from pages of version 1 only"); }

        var source = new ByteReader(page.Values, page.Offset);
        var repetitions = ReadLevels(ref source, _column.MaximumRepetition, page.Count);
        var definitions = ReadLevels(ref source, _column.Definitions.Length - 1, page.Count);
        var valueCount = 0;
        for (var i = 0; i < definitions.Length; i++)
        {
            if (definitions[i] >= _column.Definitions.Length) { throw source.Malformed($"a definition level of {definitions[i]}"); }
            definitions[i] = _column.Definitions[definitions[i]];
            if (definitions[i] == _leaf.MaximumDefinition) { valueCount++; }
        }

        _cursor.AddLevels(repetitions, definitions);
        ReadValues(source, page.Encoding, valueCount);
    }

    private void ReadValues(ByteReader source, PageEncoding encoding, int count)
    {
        if (encoding == PageEncoding.Plain)
        {
            ReadPlain(source, count, _cursor.Values);
            return;
        }

        if (encoding is not (PageEncoding.RunLengthDictionary or PageEncoding.PlainDictionary) || _dictionary is null)
        {
            throw new NotSupportedException($"values in the {encoding} encoding are not read here");
        }

        var codes = new int[count];
        if (count > 0) { RunLengthDecoder.Read(ref source, source.ReadByte(), codes); }
        foreach (var code in codes)
        {
            if ((uint)code >= (uint)_dictionary.Count) { throw source.Malformed($"a value refers to entry {code} of a dictionary of {_dictionary.Count}"); }
            _cursor.Values.AddFrom(_dictionary, code);
        }
    }

    private static int[] ReadLevels(ref ByteReader source, int maximum, int count)
    {
        // Each level came from at least a part of a byte of some run; a page's count is not to be trusted further than that.
        if (count > 1 << 28) { throw source.Malformed($"a page of {count} values"); }

        var levels = new int[count];
        if (maximum == 0) { return levels; }

        var runs = new ByteReader(source.Take(source.ReadInt32()), 0);
        RunLengthDecoder.Read(ref runs, 32 - BitOperations.LeadingZeroCount((uint)maximum), levels);
        return levels;
    }

    private static void ReadPlain(ByteReader source, int count, LeafValues values)
    {
        if (values.Kind == NestedKind.Boolean)
        {
            var bits = source.Take((count + 7L) / 8);
            for (var i = 0; i < count; i++) { values.Add((bits[i >> 3] >> (i & 7)) & 1); }
            return;
        }

        for (var i = 0; i < count; i++)
        {
            switch (values.Kind)
            {
                case NestedKind.Text: values.Add(source.Take(source.ReadInt32()).ToArray()); break;
                case NestedKind.Int32: values.Add(source.ReadInt32()); break;
                default: values.Add(BinaryPrimitives.ReadInt64LittleEndian(source.Take(sizeof(long)))); break;
            }
        }
    }

    private static PhysicalType TypeOf(NestedKind kind) => kind switch
    {
        NestedKind.Int32 => PhysicalType.Int32,
        NestedKind.Int64 => PhysicalType.Int64,
        NestedKind.Boolean => PhysicalType.Boolean,
        _ => PhysicalType.ByteArray,
    };
}
