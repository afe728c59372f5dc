using System.Buffers.Binary;
using System.Collections.Immutable;
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
        // System and account, which come first, are mostly the same in all rows: as long as they are, so are the hashes.
        var (start, next) = (seed, 0);
        for (; next < columns.Length && IsConstant(rows[columns[next]]); next++) { start = Fold(start ^ OfBytes(rows[columns[next]].Texts!.Entry(0), seed)); }
        var hashes = GC.AllocateUninitializedArray<ulong>(rows.RowCount);
        if (next == columns.Length) { Array.Fill(hashes, start); }
        for (var column = next; column < columns.Length; column++) { Mix(rows[columns[column]], seed, column == next ? start : null, hashes); }
        return hashes;
    }

    private static bool IsConstant(Column column) => column is { Validity: null, Texts: { Codes: not null, EntryCount: 1 } };

    /// <summary>Takes a column into the hashes, or begins them with it when all start alike.</summary>
    private static void Mix(Column column, ulong seed, ulong? start, ulong[] hashes)
    {
        switch (column.Type)
        {
            case ColumnType.Text:
                MixTexts(column, seed, start, hashes);
                break;
            case ColumnType.Int32 or ColumnType.Date:
                for (var i = 0; i < hashes.Length; i++) { hashes[i] = Fold((start ?? hashes[i]) ^ (column.HasValue(i) ? unchecked((ulong)column.Int32s[i]) : Absent)); }
                break;
            case ColumnType.Int64 or ColumnType.Timestamp or ColumnType.Decimal:
                for (var i = 0; i < hashes.Length; i++) { hashes[i] = Fold((start ?? hashes[i]) ^ (column.HasValue(i) ? unchecked((ulong)column.Int64s[i]) : Absent)); }
                break;
            default:
                throw new ArgumentException($"a column of type {column.Type} cannot be part of a key", nameof(column));
        }
    }

    private static void MixTexts(Column column, ulong seed, ulong? start, ulong[] hashes)
    {
        var texts = column.Texts!;
        if (texts.Codes is null)
        {
            for (var i = 0; i < hashes.Length; i++) { hashes[i] = Fold((start ?? hashes[i]) ^ (column.HasValue(i) ? OfBytes(texts.Entry(i), seed) : Absent)); }
            return;
        }

        var entries = new ulong[texts.EntryCount];
        for (var i = 0; i < entries.Length; i++) { entries[i] = OfBytes(texts.Entry(i), seed); }
        for (var i = 0; i < hashes.Length; i++) { hashes[i] = Fold((start ?? hashes[i]) ^ (column.HasValue(i) ? entries[texts.Codes[i]] : Absent)); }
    }

    private static ulong OfBytes(ReadOnlySpan<byte> bytes, ulong seed)
    {
        var hash = Fold(seed ^ (ulong)bytes.Length);
        while (bytes.Length >= sizeof(ulong))
        {
            hash = Fold(hash ^ BinaryPrimitives.ReadUInt64LittleEndian(bytes));
            bytes = bytes[sizeof(ulong)..];
        }

        var rest = 0UL;
        for (var i = 0; i < bytes.Length; i++) { rest |= (ulong)bytes[i] << (8 * i); }
        return Fold(hash ^ rest);
    }

    private static ulong Fold(ulong value)
    {
        var high = Math.BigMul(value ^ Absent, Multiplier, out var low);
        return high ^ low ^ (value >> 29);
    }
}
