using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Pipeline.Metrics;
using Pipeline.Model;
using Pipeline.Parquet;

namespace Pipeline.Testing;

/// <summary>Facts written by hand. Columns that are not named are null, or empty, zero and false where a table forbids null.</summary>
public sealed class InMemoryFacts : IFactReader
{
    private readonly Dictionary<string, List<object?[]>> _rows = new(StringComparer.Ordinal);

    /// <summary>How many rows a batch holds at most.</summary>
    public int BatchSize { get; init; } = 1000;

    /// <summary>Whether texts come dictionary-coded.</summary>
    public bool CodesTexts { get; init; }

    /// <summary>Orders the rows of every table; <see langword="null"/> keeps the order in which they were added.</summary>
    public int? ShuffleSeed { get; init; }

    /// <summary>Adds rows as lines of comma-separated values.</summary>
    /// <param name="table">The table.</param>
    /// <param name="columns">Names of the columns given, separated by commas.</param>
    /// <param name="lines">A line for each row; a value left empty is null. Dates are 2024-02-29, instants 2024-02-29 or 2024-02-29T13:00:00 in UTC.</param>
    public InMemoryFacts Add(FactTable table, string columns, params string[] lines)
    {
        var names = columns.Split(',', StringSplitOptions.TrimEntries);
        foreach (var line in lines)
        {
            var values = line.Split(',', StringSplitOptions.TrimEntries);
            if (values.Length != names.Length) { throw new ArgumentException($"'{line}' has {values.Length} values for {names.Length} columns", nameof(lines)); }
            var row = new object?[table.Columns.Length];
            for (var i = 0; i < names.Length; i++)
            {
                var at = table.Schema.IndexOf(names[i]);
                if (at < 0) { throw new ArgumentException($"{table.Name} has no column '{names[i]}'", nameof(columns)); }
                row[at] = values[i].Length == 0 ? null : Parse(table.Columns[at], values[i]);
            }

            RowsOf(table).Add(row);
        }

        return this;
    }

    /// <summary>The same facts, in another order and cut into other batches.</summary>
    public InMemoryFacts Rearranged(int seed, int batchSize, bool codesTexts)
    {
        var other = new InMemoryFacts { BatchSize = batchSize, CodesTexts = codesTexts, ShuffleSeed = seed };
        foreach (var (table, rows) in _rows) { other._rows[table] = rows; }
        return other;
    }

    /// <summary>All rows of a table as batches of its full schema.</summary>
    public IEnumerable<ColumnBatch> Batches(FactTable table) => Batches(table, [.. table.Columns.Select(column => column.Name)]);

    public Task ReadAsync(FactTable table, ImmutableArray<string> columns, Action<ColumnBatch> onBatch, CancellationToken cancellationToken)
    {
        foreach (var batch in Batches(table, columns)) { onBatch(batch); }
        return Task.CompletedTask;
    }

    private static object Parse(ColumnSchema column, string value) => column.Type switch
    {
        ColumnType.Text => value,
        ColumnType.Boolean => bool.Parse(value),
        ColumnType.Date => DateOnly.ParseExact(value, "yyyy-MM-dd", CultureInfo.InvariantCulture),
        ColumnType.Timestamp => DateTime.Parse(value, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal),
        ColumnType.Decimal => decimal.Parse(value, CultureInfo.InvariantCulture),
        _ => long.Parse(value, CultureInfo.InvariantCulture),
    };

    private List<object?[]> RowsOf(FactTable table)
    {
        if (!_rows.TryGetValue(table.Name, out var rows)) { _rows[table.Name] = rows = []; }
        return rows;
    }

    private IEnumerable<ColumnBatch> Batches(FactTable table, ImmutableArray<string> columns)
    {
        var schema = new TableSchema([.. columns.Select(name => table.Columns[table.Schema.IndexOf(name)])]);
        var rows = RowsOf(table).ToArray();
        if (ShuffleSeed is { } seed) { new Random(seed).Shuffle(rows); }
        foreach (var chunk in rows.Chunk(BatchSize))
        {
            yield return new ColumnBatch(
                schema, [.. schema.Columns.Select(column => Build(column, [.. chunk.Select(row => row[table.Schema.IndexOf(column.Name)])]))], chunk.Length);
        }
    }

    private Column Build(ColumnSchema schema, object?[] values)
    {
        var validity = schema.Nullable ? Validity(values) : null;
        return schema.Type switch
        {
            ColumnType.Text => Column.OfTexts(Texts(values), values.Length, validity),
            ColumnType.Boolean => Column.OfBooleans([.. values.Select(value => value is true ? (byte)1 : (byte)0)], values.Length, validity),
            ColumnType.Date => Column.OfDates([.. values.Select(value => value is DateOnly date ? DayAxis.Day(date) : 0)], values.Length, validity),
            ColumnType.Timestamp => Column.OfTimestamps(
                [.. values.Select(value => value is DateTime instant ? (instant - DateTime.UnixEpoch).Ticks / 10 : 0)], values.Length, validity),
            ColumnType.Decimal => Column.OfDecimals([.. values.Select(value => Unscaled(value, schema.Scale))], values.Length, validity),
            ColumnType.Int32 => Column.OfInt32s([.. values.Select(value => (int)(value as long? ?? 0))], values.Length, validity),
            _ => Column.OfInt64s([.. values.Select(value => value as long? ?? 0)], values.Length, validity),
        };
    }

    private static long Unscaled(object? value, int scale)
    {
        var unscaled = value as decimal? ?? 0;
        for (var digit = 0; digit < scale; digit++) { unscaled *= 10; }
        return (long)unscaled;
    }

    private static ulong[] Validity(object?[] values)
    {
        var validity = new ulong[(values.Length + 63) / 64];
        for (var i = 0; i < values.Length; i++)
        {
            if (values[i] is not null) { validity[i >> 6] |= 1UL << (i & 63); }
        }

        return validity;
    }

    private TextValues Texts(object?[] values)
    {
        var texts = values.Select(value => value as string ?? "").ToList();
        var entries = CodesTexts ? [.. texts.Distinct(StringComparer.Ordinal)] : texts;
        var bytes = new List<byte>();
        var offsets = new List<int> { 0 };
        foreach (var entry in entries)
        {
            bytes.AddRange(Encoding.UTF8.GetBytes(entry));
            offsets.Add(bytes.Count);
        }

        int[]? codes = CodesTexts ? [.. texts.Select(text => entries.IndexOf(text))] : null;
        return new TextValues([.. bytes], [.. offsets], entries.Count, codes);
    }
}
