using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Pipeline.Parse.Csv;

/// <summary>What is known of the rows in a run of bytes that starts at a row.</summary>
/// <param name="End">Behind the last whole row.</param>
/// <param name="Rows">How many whole rows there are.</param>
/// <param name="IsBroken">Whether a quote stands where none may, so that the bytes must be read one by one.</param>
internal readonly record struct CsvRows(int End, int Rows, bool IsBroken);

/// <summary>Finds where rows and cells end, 64 bytes at a time.</summary>
internal static class CsvScanner
{
    /// <summary>Finds whole rows without looking at cells: the cut that lets several threads read one file.</summary>
    /// <param name="bytes">Start at a row.</param>
    /// <param name="delimiter">Between cells.</param>
    public static CsvRows FindRows(ReadOnlySpan<byte> bytes, byte delimiter)
    {
        var state = CsvQuoteState.AtRowStart;
        var (end, rows) = (0, 0);
        for (var position = 0; position < bytes.Length; position += CsvChunk.Size)
        {
            var chunk = Next(bytes, position, delimiter, ref state);
            if (chunk.LineFeeds == 0) { continue; }
            rows += BitOperations.PopCount(chunk.LineFeeds);
            end = position + CsvChunk.Size - BitOperations.LeadingZeroCount(chunk.LineFeeds);
        }

        return new(end, rows, state.IsBroken);
    }

    /// <summary>Writes the end of each cell of whole rows, provided that every row has as many cells as it should and no quote is broken.</summary>
    /// <param name="bytes">Whole rows: they start at a row and end with a line feed.</param>
    /// <param name="delimiter">Between cells.</param>
    /// <param name="cells">How many cells a row has.</param>
    /// <param name="ends">Room for one more than all cells; gets -1, then the position behind each cell.</param>
    /// <returns><see langword="false"/> when some row is otherwise.</returns>
    public static bool TryFindCells(ReadOnlySpan<byte> bytes, byte delimiter, int cells, Span<int> ends)
    {
        var state = CsvQuoteState.AtRowStart;
        var (count, rowEnd) = (1, 1 + cells);
        ends[0] = -1;
        for (var position = 0; position < bytes.Length; position += CsvChunk.Size)
        {
            var chunk = Next(bytes, position, delimiter, ref state);
            var structure = chunk.Delimiters | chunk.LineFeeds;
            for (var feeds = chunk.LineFeeds; feeds != 0; feeds &= feeds - 1)
            {
                var upToFeed = feeds ^ (feeds - 1);
                if (count + BitOperations.PopCount(structure & upToFeed) != rowEnd) { return false; }
                rowEnd += cells;
            }

            var found = BitOperations.PopCount(structure);
            if (count + found > ends.Length) { return false; }
            Write(structure, position, ends.Slice(count, found));
            count += found;
        }

        return !state.IsBroken && count + cells == rowEnd;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Write(ulong structure, int position, Span<int> ends)
    {
        for (var i = 0; i < ends.Length; i++)
        {
            ends[i] = position + BitOperations.TrailingZeroCount(structure);
            structure &= structure - 1;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static CsvChunk Next(ReadOnlySpan<byte> bytes, int position, byte delimiter, ref CsvQuoteState state)
    {
        var chunk = position + CsvChunk.Size <= bytes.Length
            ? CsvChunk.Of(ref Unsafe.Add(ref MemoryMarshal.GetReference(bytes), position), delimiter)
            : CsvChunk.OfBytes(bytes[position..], delimiter);
        if ((chunk.Quotes | state.Inside | state.Closed) == 0)
        {
            state.Pass(chunk);
        }
        else
        {
            state.Apply(ref chunk, bytes, position);
        }

        return chunk;
    }
}
