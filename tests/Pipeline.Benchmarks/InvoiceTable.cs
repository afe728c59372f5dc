using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Pipeline.Parquet;

namespace Pipeline.Benchmarks;

/// <summary>Invoices as a billing system exports them: unique ids, many customers, few plans, dates, money, some nulls.</summary>
internal static class InvoiceTable
{
    public static TableSchema Schema { get; } = new(
    [
        new ColumnSchema("invoice_id", ColumnType.Text, Nullable: false),
        new ColumnSchema("customer_id", ColumnType.Text),
        new ColumnSchema("invoice_date", ColumnType.Date),
        new ColumnSchema("due_date", ColumnType.Date),
        new ColumnSchema("paid_at", ColumnType.Timestamp),
        new ColumnSchema("amount", ColumnType.Decimal, Precision: 18, Scale: 6),
        new ColumnSchema("tax", ColumnType.Decimal, Precision: 18, Scale: 6),
        new ColumnSchema("currency", ColumnType.Text),
        new ColumnSchema("plan", ColumnType.Text),
        new ColumnSchema("status", ColumnType.Text),
        new ColumnSchema("quantity", ColumnType.Int32),
        new ColumnSchema("is_recurring", ColumnType.Boolean),
    ]);

    public static ColumnBatch Create(int rowCount, int seed)
    {
        var random = new Random(seed);
        var validity = Validity(rowCount, random);
        var days = Values(rowCount, i => 19_000 + (int)((long)i * 1095 / rowCount));
        ImmutableArray<Column> columns =
        [
            Column.OfTexts(Plain(rowCount, i => "in_1" + (((long)i * 7_919_777) + seed).ToString("x12", CultureInfo.InvariantCulture)), rowCount),
            Column.OfTexts(Plain(rowCount, _ => "cus_" + random.Next(50_000).ToString("D8", CultureInfo.InvariantCulture)), rowCount),
            Column.OfDates(days, rowCount),
            Column.OfDates(Values(rowCount, i => days[i] + 30), rowCount),
            Column.OfTimestamps(Values(rowCount, i => HasValue(validity, i) ? (days[i] * 86_400_000_000L) + random.NextInt64(86_400_000_000) : 0), rowCount, validity),
            Column.OfDecimals(Values(rowCount, _ => random.Next(100, 500_000) * 10_000L), rowCount),
            Column.OfDecimals(Values(rowCount, i => HasValue(validity, i) ? random.Next(1, 20) * 1_000_000L : 0), rowCount, validity),
            Coded(["USD", "EUR", "GBP"], rowCount, random),
            Column.OfTexts(Plain(rowCount, _ => "plan-" + random.Next(12).ToString(CultureInfo.InvariantCulture)), rowCount),
            Coded(["paid", "open", "void", "uncollectible", "draft"], rowCount, random),
            Column.OfInt32s(Values(rowCount, _ => random.Next(1, 50)), rowCount),
            Column.OfBooleans(Values(rowCount, _ => (byte)random.Next(2)), rowCount),
        ];
        return new ColumnBatch(Schema, columns, rowCount);
    }

    private static T[] Values<T>(int count, Func<int, T> next) => [.. Enumerable.Range(0, count).Select(next)];

    private static ulong[] Validity(int count, Random random)
    {
        var words = new ulong[(count + 63) / 64];
        for (var i = 0; i < count; i++) { words[i >> 6] |= (random.Next(10) == 0 ? 0UL : 1UL) << (i & 63); }
        return words;
    }

    private static bool HasValue(ulong[] validity, int row) => ((validity[row >> 6] >> (row & 63)) & 1) != 0;

    private static Column Coded(string[] entries, int count, Random random) =>
        Column.OfTexts(Plain(entries.Length, i => entries[i]) with { Codes = Values(count, _ => random.Next(entries.Length)) }, count);

    private static TextValues Plain(int count, Func<int, string> next)
    {
        var bytes = new MemoryStream();
        var offsets = new int[count + 1];
        for (var i = 0; i < count; i++)
        {
            bytes.Write(Encoding.UTF8.GetBytes(next(i)));
            offsets[i + 1] = (int)bytes.Length;
        }

        return new TextValues(bytes.ToArray(), offsets, count, Codes: null);
    }
}
