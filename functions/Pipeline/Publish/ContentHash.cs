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
        var order = new List<int>();
        var rented = ArrayPool<int>.Shared.Rent(column.Count);
        var numbers = rented.AsSpan(0, column.Count);
        if (texts.Codes is { } codes) { Number(codes.AsSpan(0, column.Count), column.Validity, (new int[texts.EntryCount], order), numbers); }
        else { NumberEach(column, numbers, order); }
        hash.Append(MemoryMarshal.AsBytes(numbers));
        ArrayPool<int>.Shared.Return(rented);
        Span<byte> length = stackalloc byte[sizeof(int)];
        foreach (var entry in order)
        {
            BinaryPrimitives.WriteInt32LittleEndian(length, texts.Entry(entry).Length);
            hash.Append(length);
            hash.Append(texts.Entry(entry));
        }
    }

    /// <summary>Numbers coded texts.</summary>
    private static void Number(ReadOnlySpan<int> codes, ulong[]? validity, (int[] OfEntry, List<int> Order) known, Span<int> numbers)
    {
        var (numberOf, order) = known;
        numbers = numbers[..codes.Length];
        if (validity is null && numberOf.Length == 1 && codes.Length > 0)
        {
            order.Add(0);
            numbers.Fill(1);
            return;
        }

        for (var row = 0; row < codes.Length; row++)
        {
            if (validity is not null && ((validity[row >> 6] >> (row & 63)) & 1) == 0)
            {
                numbers[row] = 0;
                continue;
            }

            var number = numberOf[codes[row]];
            if (number == 0)
            {
                order.Add(codes[row]);
                number = numberOf[codes[row]] = order.Count;
            }

            numbers[row] = number;
        }
    }

    /// <summary>Numbers plain texts: each is its own.</summary>
    private static void NumberEach(Column column, Span<int> numbers, List<int> order)
    {
        for (var row = 0; row < numbers.Length; row++)
        {
            if (column.HasValue(row)) { order.Add(row); }
            numbers[row] = column.HasValue(row) ? order.Count : 0;
        }
    }
}
