using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Pipeline.Parse.Csv;

/// <summary>What is known of the rows in a run of bytes that starts at a row.</summary>
/// <param name="End">Behind the last whole row.</param>
/// <param name="Rows">How many whole rows there are.</param>
/// <param name="IsBroken">Whether a quote stands where none may, so that the bytes must be read one by one.</param>
/// <param name="IsPlain">Whether all bytes are known to be ASCII and none of them NUL.</param>
internal readonly record struct CsvRows(int End, int Rows, bool IsBroken, bool IsPlain = false);

/// <summary>Finds where rows and cells end, 64 bytes at a time.</summary>
internal static class CsvScanner
{
    /// <summary>How many chunks are cut into cells before the ends of their rows are looked at: as many as the nearest cache still holds.</summary>
    private const int ChunksAtOnce = 64;

    /// <summary>How many chunks some bytes have, the last of which may be short.</summary>
    public static int Chunks(int bytes) => (bytes + CsvChunk.Size - 1) / CsvChunk.Size;

    /// <summary>Finds whole rows, the cut that lets several threads read one file, and notes where cells end.</summary>
    /// <param name="bytes">Start at a row.</param>
    /// <param name="delimiter">Between cells.</param>
    /// <param name="structure">Gets for each chunk where delimiters and line feeds stand outside of quotes: bit <c>i</c> for byte <c>i</c>.</param>
    public static CsvRows FindRows(ReadOnlySpan<byte> bytes, byte delimiter, Span<ulong> structure)
    {
        structure = structure[..Chunks(bytes.Length)];
        var state = CsvQuoteState.AtRowStart;
        var kinds = CsvByteKinds.None;
        var rows = 0;
        for (var i = 0; i < structure.Length; i++)
        {
            if ((state.Inside | state.Closed) == 0)
            {
                i = PassUnquoted(bytes, delimiter, structure, i, ref kinds, ref rows);
                if (i > 0) { state.MayOpen = structure[i - 1] >> 63; }
                if (i == structure.Length) { break; }
            }

            var chunk = At(bytes, i * CsvChunk.Size, delimiter);
            state.Apply(ref chunk, bytes, i * CsvChunk.Size);
            structure[i] = chunk.Delimiters | chunk.LineFeeds;
            rows += BitOperations.PopCount(chunk.LineFeeds);
            kinds.Add(bytes[(i * CsvChunk.Size)..Math.Min(bytes.Length, (i + 1) * CsvChunk.Size)]);
        }

        return new(LastEnd(bytes, structure), rows, state.IsBroken, kinds.ArePlain);
    }

    /// <summary>Notes the structure of whole chunks up to the first with a quote, which is returned; most files have none.</summary>
    private static int PassUnquoted(ReadOnlySpan<byte> bytes, byte delimiter, Span<ulong> structure, int chunk, ref CsvByteKinds kinds, ref int rows)
    {
        var (wanted, feed, quote) = (Vector256.Create(delimiter), Vector256.Create((byte)'\n'), Vector256.Create((byte)'"'));
        ref var start = ref MemoryMarshal.GetReference(bytes);
        ref var target = ref MemoryMarshal.GetReference(structure);
        var (count, whole) = (0, bytes.Length / CsvChunk.Size);
        var seen = kinds;
        unchecked
        {
            for (; chunk < whole; chunk++)
            {
                ref var place = ref Unsafe.Add(ref start, chunk * CsvChunk.Size);
                var (low, high) = (Vector256.LoadUnsafe(ref place), Vector256.LoadUnsafe(ref place, 32));
                if ((Vector256.Equals(low, quote) | Vector256.Equals(high, quote)) != Vector256<byte>.Zero) { break; }
                seen.Add(low, high);
                var (lowFeeds, highFeeds) = (Vector256.Equals(low, feed), Vector256.Equals(high, feed));
                var lowBits = (Vector256.Equals(low, wanted) | lowFeeds).ExtractMostSignificantBits();
                var highBits = (Vector256.Equals(high, wanted) | highFeeds).ExtractMostSignificantBits();
                Unsafe.Add(ref target, chunk) = lowBits | ((ulong)highBits << 32);
                count += BitOperations.PopCount(lowFeeds.ExtractMostSignificantBits()) + BitOperations.PopCount(highFeeds.ExtractMostSignificantBits());
            }
        }

        kinds = seen;
        rows += count;
        return chunk;
    }

    /// <summary>Behind the last line feed outside of quotes.</summary>
    private static int LastEnd(ReadOnlySpan<byte> bytes, ReadOnlySpan<ulong> structure)
    {
        for (var i = structure.Length - 1; i >= 0; i--)
        {
            for (var bits = structure[i]; bits != 0;)
            {
                var last = 63 - BitOperations.LeadingZeroCount(bits);
                if (bytes[(i * CsvChunk.Size) + last] == '\n') { return (i * CsvChunk.Size) + last + 1; }
                bits ^= 1UL << last;
            }
        }

        return 0;
    }

    /// <summary>Writes the end of each cell of whole rows, provided that every row has as many cells as it should.</summary>
    /// <param name="bytes">Whole rows: they start at a row and end with a line feed.</param>
    /// <param name="structure">What <see cref="FindRows"/> noted of them.</param>
    /// <param name="cells">How many cells a row has.</param>
    /// <param name="ends">Room for one more than all cells, and for those of another chunk; gets -1, then the position behind each cell.</param>
    /// <param name="shortest">How many bytes the shortest row has, its line feed among them.</param>
    /// <returns><see langword="false"/> when some row is otherwise.</returns>
    public static bool TryFindCells(ReadOnlySpan<byte> bytes, ReadOnlySpan<ulong> structure, int cells, Span<int> ends, out int shortest)
    {
        structure = structure[..Chunks(bytes.Length)];
        var limit = ends.Length - CsvChunk.Size;
        ref var first = ref MemoryMarshal.GetReference(ends);
        first = -1;
        var (count, rowEnd, misfits, before) = (1, cells, 0, -1);
        shortest = int.MaxValue;
        for (var chunk = 0; chunk < structure.Length;)
        {
            for (var stop = Math.Min(chunk + ChunksAtOnce, structure.Length); chunk < stop; chunk++)
            {
                var bits = structure[chunk];
                // What lies behind the rows belongs to the next ones.
                if (chunk == structure.Length - 1) { bits &= ulong.MaxValue >> unchecked(-bytes.Length & (CsvChunk.Size - 1)); }
                var found = BitOperations.PopCount(bits);
                if (count + found > limit) { return false; }
                Write(bits, chunk * CsvChunk.Size, found, ref Unsafe.Add(ref first, count));
                count += found;
            }

            // There are as many line feeds as rows: where each stands behind a row's last cell, none stands elsewhere.
            for (; rowEnd < count; rowEnd += cells)
            {
                var end = Unsafe.Add(ref first, rowEnd);
                misfits |= bytes[end] ^ '\n';
                shortest = Math.Min(shortest, end - before);
                before = end;
            }
        }

        return misfits == 0 && count == limit;
    }

    /// <summary>Writes where bits stand: always eight, because how many there are cannot be foreseen.</summary>
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

    private static CsvChunk At(ReadOnlySpan<byte> bytes, int position, byte delimiter) => position + CsvChunk.Size <= bytes.Length
        ? CsvChunk.Of(ref Unsafe.Add(ref MemoryMarshal.GetReference(bytes), position), delimiter)
        : CsvChunk.OfBytes(bytes[position..], delimiter);
}
