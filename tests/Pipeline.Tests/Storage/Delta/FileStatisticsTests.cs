using System.Globalization;
using Pipeline.Parquet;
using Pipeline.Storage.Delta;
using Pipeline.Testing;

namespace Pipeline.Tests.Storage.Delta;

/// <summary>What the log says about a file, against the file's rows.</summary>
public sealed class FileStatisticsTests
{
    private static readonly TableSchema Schema = new(
    [
        new("whole", ColumnType.Int64), new("small", ColumnType.Int32), new("day", ColumnType.Date), new("instant", ColumnType.Timestamp),
        new("money", ColumnType.Decimal, Precision: 18, Scale: 6), new("plain", ColumnType.Decimal, Precision: 9, Scale: 0), new("real", ColumnType.Double), new("text", ColumnType.Text), new("flag", ColumnType.Boolean),
    ]);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Bounds_hold_for_every_row_and_null_counts_are_exact()
    {
        for (var seed = 0; seed < 60; seed++)
        {
            var random = new Random(seed);
            var batches = Enumerable.Range(0, random.Next(1, 4)).Select(_ => RandomBatch(random)).ToArray();
            var table = new DeltaTable(new InMemoryObjectStore(), "t", Samples.Environment(seed));

            var part = await table.WritePartAsync(Schema, Samples.Encoded(batches), tags: null, Token);

            Assert.Equal(batches.Sum(batch => batch.RowCount), part.RowCount);
            for (var i = 0; i < Schema.Columns.Length; i++) { Check(part.Statistics.Of(Schema.Columns[i].Name), Schema.Columns[i], [.. batches.Select(batch => batch.Columns[i])], seed); }
        }
    }

    [Fact]
    public void Unknown_bounds_prune_nothing_and_known_ones_include_their_ends()
    {
        var march = new DateOnly(2026, 3, 1);
        var known = new ColumnBounds("2026-03-01", "2026-03-31", 0);

        Assert.True(ColumnBounds.Unknown.MayHoldDates(march, march));
        Assert.True(known.MayHoldDates(new DateOnly(2026, 3, 31), new DateOnly(2026, 4, 30)));
        Assert.True(known.MayHoldDates(DateOnly.MinValue, march));
        Assert.False(known.MayHoldDates(new DateOnly(2026, 4, 1), new DateOnly(2026, 4, 30)));
        Assert.False(known.MayHoldDates(DateOnly.MinValue, march.AddDays(-1)));
        // By UTF-8 bytes U+FFFF lies before U+10000, by UTF-16 units after it.
        Assert.True(new ColumnBounds("\uFFFF", "\U00010000", 0).MayHoldTexts("\U00010000", "\U00010000"));
    }

    private static void Check(ColumnBounds bounds, ColumnSchema schema, Column[] columns, int seed)
    {
        var context = $"seed {seed}, column {schema.Name}, {bounds}";
        var nulls = columns.Sum(column => Enumerable.Range(0, column.Count).Count(row => !column.HasValue(row)));
        Assert.True(bounds.NullCount == nulls, context);
        var values = columns.SelectMany(column => Enumerable.Range(0, column.Count).Where(column.HasValue).Select(row => ValueOf(column, row, schema))).ToList();
        var slack = schema.Type == ColumnType.Timestamp ? 1_000 : 0;
        if (bounds.Minimum is not null) { CheckBound(Parse(bounds.Minimum, schema), values, sign: 1, slack, context); }
        if (bounds.Maximum is not null) { CheckBound(Parse(bounds.Maximum, schema), values, sign: -1, slack, context); }
    }

    /// <summary>No value lies beyond the bound, and one lies on it, or for instants within the millisecond.</summary>
    private static void CheckBound(object bound, List<object> values, int sign, int slack, string context)
    {
        Assert.True(values.TrueForAll(value => Compare(bound, value) * sign <= 0), context);
        var isTight = slack == 0 ? values.Exists(value => Compare(bound, value) == 0) : values.Exists(value => Math.Abs((decimal)value - (decimal)bound) < slack);
        Assert.True(isTight, context + ": too wide");
    }

    private static object ValueOf(Column column, int row, ColumnSchema schema) => schema.Type switch
    {
        ColumnType.Int64 or ColumnType.Timestamp => (decimal)column.Int64s[row],
        ColumnType.Int32 or ColumnType.Date => (decimal)column.Int32s[row],
        ColumnType.Decimal => column.Int64s[row] / (decimal)Math.Pow(10, schema.Scale),
        ColumnType.Double => column.Doubles[row],
        ColumnType.Text => column.Texts!.RowText(row),
        _ => (decimal)column.Booleans[row],
    };

    private static object Parse(string text, ColumnSchema schema) => schema.Type switch
    {
        ColumnType.Date => (decimal)(DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture).DayNumber - DateOnly.FromDateTime(DateTime.UnixEpoch).DayNumber),
        ColumnType.Timestamp => (decimal)DateTimeOffset.ParseExact(text, "yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal).ToUnixTimeMilliseconds() * 1_000,
        ColumnType.Double => double.Parse(text, CultureInfo.InvariantCulture),
        ColumnType.Text => text,
        _ => decimal.Parse(text, NumberStyles.Number, CultureInfo.InvariantCulture),
    };

    private static int Compare(object left, object right) => (left, right) switch
    {
        (double a, double b) => a.CompareTo(b),
        (string a, string b) => System.Text.Encoding.UTF8.GetBytes(a).AsSpan().SequenceCompareTo(System.Text.Encoding.UTF8.GetBytes(b)),
        _ => ((decimal)left).CompareTo((decimal)right),
    };

    private static ColumnBatch RandomBatch(Random random)
    {
        var count = random.Next(1, 200);
        ulong[]? Validity() => random.Next(4) switch { 0 => null, 1 => new ulong[(count + 63) / 64], _ => [.. Enumerable.Range(0, (count + 63) / 64).Select(_ => (ulong)random.NextInt64())] };
        Column Build(Func<ulong[]?, Column> build) => build(Validity());
        long[] Longs(long low, long high, ulong[]? validity) => [.. Enumerable.Range(0, count).Select(row => IsNull(validity, row) ? 0 : random.NextInt64(low, high))];
        int[] Ints(int low, int high, ulong[]? validity) => [.. Longs(low, high, validity).Select(value => (int)value)];
        return new ColumnBatch(
            Schema,
            [
                Build(validity => Column.OfInt64s(Longs(long.MinValue, long.MaxValue, validity), count, validity)),
                Build(validity => Column.OfInt32s(Ints(int.MinValue, int.MaxValue, validity), count, validity)),
                Build(validity => Column.OfDates(Ints(-719_162, 2_932_897, validity), count, validity)),
                Build(validity => Column.OfTimestamps(Longs(-62_135_596_800_000_000, 253_402_300_799_999_000, validity), count, validity)),
                Build(validity => Column.OfDecimals(Longs(-999_999_999_999_999_999, 1_000_000_000_000_000_000, validity), count, validity)),
                Build(validity => Column.OfDecimals(Longs(-999, 1_000, validity), count, validity)),
                Build(validity => Column.OfDoubles([.. Enumerable.Range(0, count).Select(row => IsNull(validity, row) ? 0 : (random.NextDouble() - 0.5) * Math.Pow(10, random.Next(-300, 300)))], count, validity)),
                Build(validity => Column.OfTexts(Texts(random, count, validity), count, validity)),
                Build(validity => Column.OfBooleans([.. Ints(0, 2, validity).Select(value => (byte)value)], count, validity)),
            ],
            count);
    }

    private static TextValues Texts(Random random, int count, ulong[]? validity)
    {
        var bytes = new List<byte>();
        int[] offsets = [0, .. Enumerable.Range(0, count).Select(row =>
        {
            var letters = IsNull(validity, row) ? 0 : random.Next(0, random.Next(10) == 0 ? 90 : 12);
            for (var i = 0; i < letters; i++) { bytes.AddRange(System.Text.Encoding.UTF8.GetBytes("aB\"\\ıŞ😀\t".EnumerateRunes().ElementAt(random.Next(8)).ToString())); }
            return bytes.Count;
        })];
        return new TextValues([.. bytes], offsets, count, Codes: null);
    }

    private static bool IsNull(ulong[]? validity, int row) => validity is not null && ((validity[row >> 6] >> (row & 63)) & 1) == 0;
}
