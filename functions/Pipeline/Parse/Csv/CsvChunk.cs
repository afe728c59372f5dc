using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Pipeline.Parse.Csv;

/// <summary>Where quotes, delimiters and line feeds stand in 64 bytes: bit <c>i</c> for byte <c>i</c>.</summary>
/// <remarks>Structure is found 64 bytes at a time because that is what makes the scan cheaper than reading the columns; the scalar path is the reference and is tested to be equal.</remarks>
internal record struct CsvChunk
{
    public const int Size = 64;

    public ulong Quotes;
    public ulong Delimiters;
    public ulong LineFeeds;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static CsvChunk Of(ref byte start, byte delimiter)
    {
        if (Vector512.IsHardwareAccelerated)
        {
            var bytes = Vector512.LoadUnsafe(ref start);
            return new()
            {
                Quotes = Vector512.Equals(bytes, Vector512.Create((byte)'"')).ExtractMostSignificantBits(),
                Delimiters = Vector512.Equals(bytes, Vector512.Create(delimiter)).ExtractMostSignificantBits(),
                LineFeeds = Vector512.Equals(bytes, Vector512.Create((byte)'\n')).ExtractMostSignificantBits(),
            };
        }

        return Vector128.IsHardwareAccelerated ? OfHalves(ref start, delimiter) : OfBytes(MemoryMarshal.CreateReadOnlySpan(ref start, Size), delimiter);
    }

    /// <summary>The same, byte by byte.</summary>
    public static CsvChunk OfBytes(ReadOnlySpan<byte> bytes, byte delimiter)
    {
        var chunk = default(CsvChunk);
        for (var i = 0; i < bytes.Length; i++)
        {
            var bit = 1UL << i;
            if (bytes[i] == '"') { chunk.Quotes |= bit; }
            if (bytes[i] == delimiter) { chunk.Delimiters |= bit; }
            if (bytes[i] == '\n') { chunk.LineFeeds |= bit; }
        }

        return chunk;
    }

    /// <summary>The same with vectors of at most 256 bits.</summary>
    public static CsvChunk OfHalves(ref byte start, byte delimiter)
    {
        var low = Vector256.LoadUnsafe(ref start);
        var high = Vector256.LoadUnsafe(ref start, 32);
        return new()
        {
            Quotes = Bits(low, high, (byte)'"'),
            Delimiters = Bits(low, high, delimiter),
            LineFeeds = Bits(low, high, (byte)'\n'),
        };
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Bits(Vector256<byte> low, Vector256<byte> high, byte value)
    {
        var wanted = Vector256.Create(value);
        return Vector256.Equals(low, wanted).ExtractMostSignificantBits()
            | ((ulong)Vector256.Equals(high, wanted).ExtractMostSignificantBits() << 32);
    }

    /// <summary>For each byte whether the number of quotes up to and including it is odd.</summary>
    public static ulong OddQuotes(ulong quotes)
    {
        quotes ^= quotes << 1;
        quotes ^= quotes << 2;
        quotes ^= quotes << 4;
        quotes ^= quotes << 8;
        quotes ^= quotes << 16;
        quotes ^= quotes << 32;
        return quotes;
    }
}

/// <summary>What the scan must know of the bytes before: bit 0 of each word, or all bits of <see cref="Inside"/>.</summary>
internal struct CsvQuoteState
{
    /// <summary>All ones within a quoted cell.</summary>
    public ulong Inside;

    /// <summary>1 when a cell may start here, that is, after a delimiter, a line feed, or nothing.</summary>
    public ulong MayOpen;

    /// <summary>1 when the byte before closed a quote.</summary>
    public ulong Closed;

    /// <summary>Whether a quote stood where none may: the cell must be read byte by byte.</summary>
    public bool IsBroken;

    public static CsvQuoteState AtRowStart => new() { MayOpen = 1 };

    /// <summary>Clears the delimiters and line feeds inside quotes and checks that quotes stand at the edges of cells only.</summary>
    /// <param name="chunk">The chunk at <paramref name="position"/>.</param>
    /// <param name="bytes">All bytes; what lies behind them is not judged.</param>
    /// <param name="position">Where the chunk starts.</param>
    public void Apply(ref CsvChunk chunk, ReadOnlySpan<byte> bytes, int position)
    {
        var inside = CsvChunk.OddQuotes(chunk.Quotes) ^ Inside;
        var opening = chunk.Quotes & inside;
        var closing = chunk.Quotes & ~inside;
        chunk.Delimiters &= ~inside;
        chunk.LineFeeds &= ~inside;
        var structure = chunk.Delimiters | chunk.LineFeeds;
        var before = (structure << 1) | MayOpen;
        var afterClosing = (closing << 1) | Closed;
        // A quote right after a closing one is the second half of a doubled quote.
        IsBroken |= (opening & ~(before | afterClosing)) != 0;
        for (var odd = afterClosing & ~(structure | opening); odd != 0; odd &= odd - 1)
        {
            IsBroken |= !IsLineEnd(bytes, position + BitOperations.TrailingZeroCount(odd));
        }

        Inside = unchecked((ulong)((long)inside >> 63));
        MayOpen = structure >> 63;
        Closed = closing >> 63;
    }

    private static bool IsLineEnd(ReadOnlySpan<byte> bytes, int position) =>
        position >= bytes.Length || (bytes[position] == '\r' && (position + 1 == bytes.Length || bytes[position + 1] == '\n'));
}

/// <summary>What kinds of bytes have been seen.</summary>
internal struct CsvByteKinds
{
    private Vector256<byte> _either;
    private Vector256<byte> _least;

    public static CsvByteKinds None => new() { _least = Vector256<byte>.AllBitsSet };

    /// <summary>Whether all are ASCII and none is NUL.</summary>
    public readonly bool ArePlain => _either.ExtractMostSignificantBits() == 0 && !Vector256.EqualsAny(_least, Vector256<byte>.Zero);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(Vector256<byte> one, Vector256<byte> other)
    {
        _either |= one | other;
        _least = Vector256.Min(_least, Vector256.Min(one, other));
    }

    /// <summary>Adds the bytes of a chunk.</summary>
    public void Add(ReadOnlySpan<byte> chunk)
    {
        if (chunk.Length == CsvChunk.Size)
        {
            Add(Vector256.Create(chunk), Vector256.Create(chunk[Vector256<byte>.Count..]));
            return;
        }

        foreach (var value in chunk) { Add(Vector256.Create(value), Vector256.Create(value)); }
    }
}
