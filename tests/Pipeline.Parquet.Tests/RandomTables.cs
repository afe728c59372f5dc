using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace Pipeline.Parquet.Tests;

/// <summary>Random schemas and rows that lean towards the edges: extremes, empty and long texts, runs, values that are counted up, none or all null.</summary>
internal static class RandomTables
{
    private static readonly string[] Words =
        ["", "a", "İstanbul", "ıı", "😀 emoji", "日本語テキスト", "new\nline", "quote\"'", "tab\t", "\0nul", "=SUM(A1)", new('x', 200), new('ß', 40), "zzz\u00ff", "\U0010ffff"];

    public static TableSchema Schema(Random random)
    {
        var types = Enum.GetValues<ColumnType>();
        var columns = ImmutableArray.CreateBuilder<ColumnSchema>();
        var count = random.Next(1, 10);
        for (var i = 0; i < count; i++)
        {
            var type = types[random.Next(types.Length)];
            var precision = type == ColumnType.Decimal ? random.Next(1, 19) : 0;
            columns.Add(new ColumnSchema($"c{i}_{type}", type, random.Next(3) > 0, precision, precision == 0 ? 0 : random.Next(precision + 1)));
        }

        return new TableSchema(columns.ToImmutable());
    }

    public static ColumnBatch Batch(TableSchema schema, int rowCount, Random random) =>
        new(schema, [.. schema.Columns.Select(column => Column(column, rowCount, random))], rowCount);

    public static Column Column(ColumnSchema schema, int count, Random random)
    {
        var validity = schema.Nullable ? Validity(count, random) : null;
        var distinct = random.Next(4) switch { 0 => 1, 1 => random.Next(2, 9), 2 => random.Next(10, 2000), _ => int.MaxValue };
        var steps = random.Next(3) == 0 ? Steps(random) : null;
        switch (schema.Type)
        {
            case ColumnType.Boolean: return Parquet.Column.OfBooleans(Fill(count, validity, distinct, random, _ => (byte)random.Next(2)), count, validity);
            case ColumnType.Int32: return Parquet.Column.OfInt32s(Fill<int>(count, validity, distinct, random, steps is null ? Int32 : row => unchecked((int)steps(row))), count, validity);
            case ColumnType.Date: return Parquet.Column.OfDates(Fill(count, validity, distinct, random, _ => random.Next(-100_000, 100_000)), count, validity);
            case ColumnType.Int64: return Parquet.Column.OfInt64s(Fill(count, validity, distinct, random, steps ?? Int64), count, validity);
            case ColumnType.Timestamp: return Parquet.Column.OfTimestamps(Fill(count, validity, distinct, random, steps ?? (_ => random.NextInt64(-4_000_000_000_000_000, 4_000_000_000_000_000))), count, validity);
            case ColumnType.Decimal: return Parquet.Column.OfDecimals(Fill(count, validity, distinct, random, _ => Unscaled(schema.Precision, random)), count, validity);
            case ColumnType.Double: return Parquet.Column.OfDoubles(Fill(count, validity, distinct, random, Double), count, validity);
            default: return Texts(count, validity, (distinct, steps), random);
        }
    }

    /// <summary>Texts of which the dictionary compresses and the codes do not: both lie in one chunk.</summary>
    public static ColumnBatch PartlyCompressible()
    {
        var random = new Random(1);
        string[] pool = [.. Enumerable.Range(0, 3000).Select(i => string.Create(CultureInfo.InvariantCulture, $"{i} places of a business plan, by the year"))];
        string[] texts = [.. Enumerable.Range(0, 30_000).Select(_ => pool[random.Next(pool.Length)])];
        return new(new TableSchema([new ColumnSchema("plan", ColumnType.Text, Nullable: false)]), [Parquet.Column.OfTexts(TestTexts.Plain(texts), texts.Length)], texts.Length);
    }

    public static int[] RowCounts { get; } = [0, 1, 7, 8, 63, 64, 65, 100, 1000, 5000, 40_000];

    private static Column Texts(int count, ulong[]? validity, (int Distinct, Func<Random, long>? Steps) kind, Random random)
    {
        var values = Fill<string>(count, validity, kind.Distinct, random, kind.Steps is { } steps ? row => string.Create(CultureInfo.InvariantCulture, $"in_{steps(row):d9}") : random.Next(3) == 0 ? Id : Text);
        if (random.Next(2) == 0)
        {
            return Parquet.Column.OfTexts(TestTexts.Plain([.. values.Select(value => value ?? "")]), count, validity);
        }

        // Coded, with entries that no row uses.
        var entries = new List<string> { "unused" };
        var codes = new int[count];
        var known = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var i = 0; i < count; i++)
        {
            if (values[i] is null) { continue; }
            if (!known.TryGetValue(values[i], out var code))
            {
                code = known[values[i]] = entries.Count;
                entries.Add(values[i]);
            }

            codes[i] = code;
        }

        return Parquet.Column.OfTexts(TestTexts.Plain([.. entries]) with { Codes = codes }, count, validity);
    }

    private static T[] Fill<T>(int count, ulong[]? validity, int distinct, Random random, Func<Random, T> next)
    {
        var pool = distinct <= 2000 ? Enumerable.Range(0, distinct).Select(_ => next(random)).ToArray() : null;
        var values = new T[count + random.Next(3)];
        var run = random.Next(3) == 0 ? 40 : 1;
        var value = default(T)!;
        for (var i = 0; i < count; i++)
        {
            if (i == 0 || random.Next(run) == 0) { value = pool is null ? next(random) : pool[random.Next(pool.Length)]; }
            var present = validity is null || ((validity[i >> 6] >> (i & 63)) & 1) != 0;
            values[i] = present ? value : default!;
        }

        return values;
    }

    private static ulong[]? Validity(int count, Random random)
    {
        var kind = random.Next(5);
        if (kind == 0) { return null; }
        var words = new ulong[((count + 63) / 64) + random.Next(2)];
        for (var i = 0; i < words.Length; i++)
        {
            words[i] = kind switch { 1 => 0, 2 => ulong.MaxValue, 3 => (ulong)random.NextInt64(), _ => random.Next(4) == 0 ? 0xFFFF_0000_FFFF_F0F1 : ulong.MaxValue };
        }

        return words;
    }

    private static int Int32(Random random) => random.Next(6) switch { 0 => int.MinValue, 1 => int.MaxValue, 2 => 0, _ => random.Next(int.MinValue, int.MaxValue) };

    private static long Int64(Random random) => random.Next(6) switch { 0 => long.MinValue, 1 => long.MaxValue, 2 => -1, _ => random.NextInt64(long.MinValue, long.MaxValue) };

    private static double Double(Random random) => random.Next(40) switch
    {
        0 => double.NaN,
        1 => 0.0,
        2 => -0.0,
        3 => double.MaxValue,
        4 => double.PositiveInfinity,
        5 => double.NegativeInfinity,
        6 => double.Epsilon,
        _ => (random.NextDouble() - 0.5) * 1e6,
    };

    /// <summary>Values that are counted up, mostly: what is best stored as differences.</summary>
    private static Func<Random, long> Steps(Random random)
    {
        var (value, step) = (random.NextInt64(-1_000_000_000_000, 1_000_000_000_000), 1 << random.Next(30));
        return row => value += row.Next(-1, step);
    }

    private static long Unscaled(int precision, Random random)
    {
        var bound = 1L;
        for (var i = 0; i < precision; i++) { bound *= 10; }
        return random.Next(8) switch { 0 => bound - 1, 1 => 1 - bound, _ => random.NextInt64(1 - bound, bound) };
    }

    /// <summary>One of ids that all have the same length and beginning.</summary>
    private static string Id(Random random) => string.Create(CultureInfo.InvariantCulture, $"cus_{random.NextInt64(1L << 40):x10}");

    private static string Text(Random random)
    {
        if (random.Next(3) == 0) { return Words[random.Next(Words.Length)]; }
        var text = new StringBuilder();
        for (var i = random.Next(24); i >= 0; i--) { text.Append((char)('!' + random.Next(90))); }
        return text.ToString();
    }
}
