using System.Buffers;
using System.Buffers.Binary;
using System.Collections.Immutable;
using System.IO.Hashing;
using System.Runtime.InteropServices;
using Pipeline.Parquet;

namespace Pipeline.Publish;

/// <summary>Says whether two batches hold the same rows, whoever computed them and from which versions.</summary>
internal static class ContentHash
{
    /// <summary>Columns that name the run, not the result.</summary>
    private static readonly ImmutableHashSet<string> Provenance = ["run_id", "input_versions"];

    /// <summary>32 hexadecimal digits over schema and values; provenance columns do not count.</summary>
    /// <remarks>
    /// Numbers that are computed are not chosen by anybody to collide, so a fast hash of 128 bits does: SHA-256 was a seventh of publishing.
    /// A plain text column hashes otherwise than a coded one when a text repeats; published tables code all their texts.
    /// </remarks>
    public static string Of(ColumnBatch rows)
    {
        var hash = new XxHash128();
        for (var i = 0; i < rows.Columns.Length; i++)
        {
            var schema = rows.Schema.Columns[i];
            if (Provenance.Contains(schema.Name)) { continue; }
            hash.Append(System.Text.Encoding.UTF8.GetBytes(schema.ToString()));
            Append(hash, rows.Columns[i]);
        }

        return Convert.ToHexStringLower(hash.GetCurrentHash());
    }

    private static void Append(XxHash128 hash, Column column)
    {
        if (column.Validity is { } validity) { hash.Append(Bits(validity, column.Count)); }
        switch (column.Type)
        {
            case ColumnType.Boolean:
                hash.Append(column.Booleans.AsSpan(0, column.Count));
                break;
            case ColumnType.Int32 or ColumnType.Date:
                hash.Append(MemoryMarshal.AsBytes(column.Int32s.AsSpan(0, column.Count)));
                break;
            case ColumnType.Double:
                hash.Append(MemoryMarshal.AsBytes(column.Doubles.AsSpan(0, column.Count)));
                break;
            case ColumnType.Text:
                AppendTexts(hash, column);
                break;
            default:
                hash.Append(MemoryMarshal.AsBytes(column.Int64s.AsSpan(0, column.Count)));
                break;
        }
    }

    /// <summary>The positions of the null rows, so that a column without nulls hashes alike with and without validity bits.</summary>
    private static byte[] Bits(ulong[] validity, int count)
    {
        var nulls = new byte[(count + 7) / 8];
        var any = false;
        for (var word = 0; word << 6 < count; word++)
        {
            var inside = count - (word << 6) >= 64 ? ulong.MaxValue : (1UL << (count & 63)) - 1;
            var missing = ~validity[word] & inside;
            if (missing == 0) { continue; }
            any = true;
            for (var i = 0; i < 8 && (word * 8) + i < nulls.Length; i++) { nulls[(word * 8) + i] = unchecked((byte)(missing >> (i * 8))); }
        }

        return any ? nulls : [];
    }

    /// <summary>Rows are numbered by the order in which texts appear, so that equal rows hash alike whatever their dictionaries; then come the texts.</summary>
    private static void AppendTexts(XxHash128 hash, Column column)
    {
        var texts = column.Texts!;
        var numbers = new int[texts.EntryCount];
        var order = new List<int>();
        var rented = ArrayPool<int>.Shared.Rent(column.Count);
        var rows = rented.AsSpan(0, column.Count);
        var hasNulls = column.Validity is not null;
        for (var i = 0; i < rows.Length; i++)
        {
            rows[i] = 0;
            if (hasNulls && !column.HasValue(i)) { continue; }
            ref var number = ref numbers[texts.Codes is { } codes ? codes[i] : i];
            if (number == 0)
            {
                order.Add(texts.Codes is null ? i : texts.Codes[i]);
                number = order.Count;
            }

            rows[i] = number;
        }

        hash.Append(MemoryMarshal.AsBytes(rows));
        ArrayPool<int>.Shared.Return(rented);
        Span<byte> length = stackalloc byte[sizeof(int)];
        foreach (var entry in order)
        {
            BinaryPrimitives.WriteInt32LittleEndian(length, texts.Entry(entry).Length);
            hash.Append(length);
            hash.Append(texts.Entry(entry));
        }
    }
}
