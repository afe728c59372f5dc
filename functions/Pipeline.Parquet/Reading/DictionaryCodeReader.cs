using System.Numerics;
using System.Runtime.InteropServices;
using Pipeline.Parquet.Encodings;
using Pipeline.Parquet.Format;

namespace Pipeline.Parquet.Reading;

/// <summary>Reads the codes of a data page and makes sure that the dictionary holds them all.</summary>
internal static class DictionaryCodeReader
{
    public static void Read(Page page, Span<int> codes, int entryCount)
    {
        if (codes.IsEmpty) { return; }
        var source = new ByteReader(page.Values, page.Offset);
        var width = source.ReadByte();
        RunLengthDecoder.Read(ref source, width, codes);
        var largest = Largest(MemoryMarshal.Cast<int, uint>(codes));
        if (largest >= entryCount)
        {
            throw new ParquetFormatException($"a value refers to entry {largest} of a dictionary of {entryCount}", page.Offset);
        }
    }

    private static uint Largest(ReadOnlySpan<uint> codes)
    {
        var largest = 0U;
        var vectors = MemoryMarshal.Cast<uint, Vector<uint>>(codes);
        var lanes = Vector<uint>.Zero;
        foreach (var vector in vectors) { lanes = Vector.Max(lanes, vector); }
        for (var lane = 0; lane < Vector<uint>.Count; lane++) { largest = Math.Max(largest, lanes[lane]); }
        foreach (var code in codes[(vectors.Length * Vector<uint>.Count)..]) { largest = Math.Max(largest, code); }
        return largest;
    }
}
