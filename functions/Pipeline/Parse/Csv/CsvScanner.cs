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
        var (count, rowEnd, misfits) = (1, 1 + cells, 0);
        ends[0] = -1;
        for (var position = 0; position < bytes.Length; position += CsvChunk.Size)
        {
            var chunk = Next(bytes, position, delimiter, ref state);
            var structure = chunk.Delimiters | chunk.LineFeeds;
            misfits |= Misfits(structure, chunk.LineFeeds, count, cells, ref rowEnd);
            var found = BitOperations.PopCount(structure);
            if (count <= ends.Length - CsvChunk.Size) { Write(structure, position, found, ref ends[count]); }
            else if (count + found <= ends.Length) { Write(structure, position, ends.Slice(count, found)); }
            else { return false; }
            count += found;
        }

        return misfits == 0 && !state.IsBroken && count + cells == rowEnd;
    }

    /// <summary>Whether rows end elsewhere than behind their last cell: 0 when none does. Most chunks have one line feed or none, and which of the two cannot be foreseen: that takes no branch.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Misfits(ulong structure, ulong feeds, int count, int cells, ref int rowEnd)
    {
        unchecked
        {
            var misfits = 0;
            for (; (feeds & (feeds - 1)) != 0; feeds &= feeds - 1)
            {
                misfits |= count + BitOperations.PopCount(structure & (feeds ^ (feeds - 1))) - rowEnd;
                rowEnd += cells;
            }

            var one = -(int)((feeds | (0 - feeds)) >> 63);
            misfits |= (count + BitOperations.PopCount(structure & (feeds ^ (feeds - 1))) - rowEnd) & one;
            rowEnd += cells & one;
            return misfits;
        }
    }

    /// <summary>Writes where bits stand where there is room for as many as a chunk can have: always eight, because how many there are cannot be foreseen either.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Write(ulong structure, int position, int found, ref int ends)
    {
        structure = WriteEight(structure, position, ref ends);
        for (var written = 8; written < found; written += 8)
        {
            ends = ref Unsafe.Add(ref ends, 8);
            structure = WriteEight(structure, position, ref ends);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong WriteEight(ulong structure, int position, ref int ends)
    {
        unchecked
        {
            ends = position + BitOperations.TrailingZeroCount(structure);
            structure &= structure - 1;
            Unsafe.Add(ref ends, 1) = position + BitOperations.TrailingZeroCount(structure);
            structure &= structure - 1;
            Unsafe.Add(ref ends, 2) = position + BitOperations.TrailingZeroCount(structure);
            structure &= structure - 1;
            Unsafe.Add(ref ends, 3) = position + BitOperations.TrailingZeroCount(structure);
            structure &= structure - 1;
            Unsafe.Add(ref ends, 4) = position + BitOperations.TrailingZeroCount(structure);
            structure &= structure - 1;
            Unsafe.Add(ref ends, 5) = position + BitOperations.TrailingZeroCount(structure);
            structure &= structure - 1;
            Unsafe.Add(ref ends, 6) = position + BitOperations.TrailingZeroCount(structure);
            structure &= structure - 1;
            Unsafe.Add(ref ends, 7) = position + BitOperations.TrailingZeroCount(structure);
            return structure & (structure - 1);
        }
    }

    private static void Write(ulong structure, int position, Span<int> ends)
    {
        for (var i = 0; i < ends.Length; i++)
        {
            ends[i] = position + BitOperations.TrailingZeroCount(structure);
            structure = unchecked(structure & (structure - 1));
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
