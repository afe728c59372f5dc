using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Pipeline.Parquet;

namespace Pipeline.Facts;

/// <summary>Hashes the key columns of a batch, a column at a time.</summary>
/// <remarks>Two hashes with different seeds make 128 bits, which is taken for identity: among 10⁹ keys two would collide once in 10²⁰ tables.</remarks>
internal static class RowHash
{
    /// <summary>The seed of the hash that finds candidates.</summary>
    public const ulong Candidate = 0x9E3779B97F4A7C15;

    /// <summary>The seed of the hash that, with the first, decides.</summary>
    public const ulong Confirmation = 0xD6E8FEB86659FD93;

    private const ulong Multiplier = 0xA0761D6478BD642F;
    private const ulong Absent = 0xE7037ED1A0B428DB;

    /// <summary>One hash for each row over the named columns, in their order.</summary>
    public static ulong[] Of(ColumnBatch rows, ImmutableArray<string> columns, ulong seed)
    {
        var hashes = GC.AllocateUninitializedArray<ulong>(rows.RowCount);
        Fill(rows, columns, seed, hashes);
        return hashes;
    }

    /// <summary>As <see cref="Of"/>, into memory of the caller's, one place for each row.</summary>
    public static void Fill(ColumnBatch rows, ImmutableArray<string> columns, ulong seed, Span<ulong> hashes)
    {
        // System and account, which come first, are mostly the same in all rows: as long as they are, so are the hashes.
        var (start, next) = (seed, 0);
        for (; next < columns.Length && IsConstant(rows[columns[next]]); next++) { start = Fold(start ^ OfBytes(rows[columns[next]].Texts!.Entry(0), seed)); }
        // What all rows have in common is where each begins.
        hashes.Fill(start);
        for (var column = next; column < columns.Length; column++) { Mix(rows[columns[column]], seed, hashes); }
    }

    private static bool IsConstant(Column column) => column is { Validity: null, Texts: { Codes: not null, EntryCount: 1 } };

    /// <summary>Takes a column into the hashes.</summary>
    private static void Mix(Column column, ulong seed, Span<ulong> hashes)
    {
        switch (column.Type)
        {
            case ColumnType.Text:
                MixTexts(column, seed, hashes);
                break;
            case ColumnType.Int32 or ColumnType.Date:
                for (var i = 0; i < hashes.Length; i++) { hashes[i] = Fold(hashes[i] ^ (column.HasValue(i) ? unchecked((ulong)column.Int32s[i]) : Absent)); }
                break;
            case ColumnType.Int64 or ColumnType.Timestamp or ColumnType.Decimal:
                for (var i = 0; i < hashes.Length; i++) { hashes[i] = Fold(hashes[i] ^ (column.HasValue(i) ? unchecked((ulong)column.Int64s[i]) : Absent)); }
                break;
            default:
                throw new ArgumentException($"a column of type {column.Type} cannot be part of a key", nameof(column));
        }
    }

    private static void MixTexts(Column column, ulong seed, Span<ulong> hashes)
    {
        var texts = column.Texts!;
        if (texts.Codes is not { } codes)
        {
            MixPlain(column, texts, seed, hashes);
            return;
        }

        var entries = new ulong[texts.EntryCount];
        for (var i = 0; i < entries.Length; i++) { entries[i] = OfBytes(texts.Entry(i), seed); }
        for (var i = 0; i < hashes.Length; i++) { hashes[i] = Fold(hashes[i] ^ (column.HasValue(i) ? entries[codes[i]] : Absent)); }
    }

    /// <summary>The hot loop of unique ids.</summary>
    private static void MixPlain(Column column, TextValues texts, ulong seed, Span<ulong> hashes)
    {
        var offsets = texts.Offsets.AsSpan(0, hashes.Length + 1);
        ReadOnlySpan<byte> bytes = texts.Bytes;
        var from = offsets[0];
        for (var i = 0; i < hashes.Length; i++)
        {
            var end = offsets[i + 1];
            var hash = column.Validity is null || column.HasValue(i) ? OfBytes(bytes[from..end], seed) : Absent;
            hashes[i] = Fold(hashes[i] ^ hash);
            from = end;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong OfBytes(ReadOnlySpan<byte> bytes, ulong seed)
    {
        var hash = Fold(seed ^ (ulong)bytes.Length);
        var rest = bytes;
        while (rest.Length >= sizeof(ulong))
        {
            hash = Fold(hash ^ BinaryPrimitives.ReadUInt64LittleEndian(rest));
            rest = rest[sizeof(ulong)..];
        }

        return Fold(hash ^ LastBytes(bytes, rest));
    }

    /// <summary>The bytes after the last whole word, as a number: of a longer text, what is left of its last eight bytes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong LastBytes(ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> rest)
    {
        if (rest.IsEmpty) { return 0; }
        if (bytes.Length >= sizeof(ulong)) { return BinaryPrimitives.ReadUInt64LittleEndian(bytes[^sizeof(ulong)..]) >> (8 * (sizeof(ulong) - rest.Length)); }
        var last = 0UL;
        for (var i = 0; i < rest.Length; i++) { last |= (ulong)rest[i] << (8 * i); }
        return last;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Fold(ulong value)
    {
        var high = Math.BigMul(value ^ Absent, Multiplier, out var low);
        return high ^ low ^ (value >> 29);
    }
}
