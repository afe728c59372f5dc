using System.Collections.Immutable;
using Pipeline.Metrics;
using Pipeline.Model;
using Pipeline.Parquet;

namespace Pipeline.Testing;

/// <summary>The facts of a company in another order of rows and cut into other batches.</summary>
public sealed class RearrangedFacts(IEnumerable<KeyValuePair<string, ColumnBatch>> tables) : IFactReader
{
    private readonly ImmutableSortedDictionary<string, ColumnBatch> _tables = tables.ToImmutableSortedDictionary(StringComparer.Ordinal);

    /// <summary>Orders the rows of every table; <see langword="null"/> keeps their order.</summary>
    public int? ShuffleSeed { get; init; }

    /// <summary>How many rows a batch holds at most.</summary>
    public int BatchSize { get; init; } = int.MaxValue;

    public Task ReadAsync(FactTable table, ImmutableArray<string> columns, Action<ColumnBatch> onBatch, CancellationToken cancellationToken)
    {
        if (!_tables.TryGetValue(table.Name, out var all)) { return Task.CompletedTask; }
        var schema = new TableSchema([.. columns.Select(name => all.Schema.Columns[all.Schema.IndexOf(name)])]);
        var rows = Enumerable.Range(0, all.RowCount).ToArray();
        if (ShuffleSeed is { } seed) { new Random(seed).Shuffle(rows); }
        foreach (var chunk in rows.Chunk(Math.Min(BatchSize, Math.Max(rows.Length, 1))))
        {
            onBatch(new ColumnBatch(schema, [.. columns.Select(name => Gather(all[name], chunk))], chunk.Length));
        }

        return Task.CompletedTask;
    }

    private static Column Gather(Column column, int[] rows)
    {
        ulong[]? validity = null;
        if (column.Validity is not null)
        {
            validity = new ulong[(rows.Length + 63) / 64];
            for (var i = 0; i < rows.Length; i++)
            {
                if (column.HasValue(rows[i])) { validity[i >> 6] |= 1UL << (i & 63); }
            }
        }

        return column.Type switch
        {
            ColumnType.Boolean => Column.OfBooleans(Pick(column.Booleans, rows), rows.Length, validity),
            ColumnType.Int32 => Column.OfInt32s(Pick(column.Int32s, rows), rows.Length, validity),
            ColumnType.Date => Column.OfDates(Pick(column.Int32s, rows), rows.Length, validity),
            ColumnType.Int64 => Column.OfInt64s(Pick(column.Int64s, rows), rows.Length, validity),
            ColumnType.Timestamp => Column.OfTimestamps(Pick(column.Int64s, rows), rows.Length, validity),
            ColumnType.Decimal => Column.OfDecimals(Pick(column.Int64s, rows), rows.Length, validity),
            ColumnType.Double => Column.OfDoubles(Pick(column.Doubles, rows), rows.Length, validity),
            _ => Column.OfTexts(Gather(column.Texts!, rows), rows.Length, validity),
        };
    }

    private static T[] Pick<T>(T[] values, int[] rows) => [.. rows.Select(row => values[row])];

    private static TextValues Gather(TextValues texts, int[] rows)
    {
        if (texts.Codes is { } codes) { return texts with { Codes = Pick(codes, rows) }; }
        var bytes = new List<byte>();
        var offsets = new List<int> { 0 };
        foreach (var row in rows)
        {
            bytes.AddRange(texts.Entry(row));
            offsets.Add(bytes.Count);
        }

        return new TextValues([.. bytes], [.. offsets], rows.Length, null);
    }
}
