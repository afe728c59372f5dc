using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Pipeline.Model;
using Pipeline.Parquet;

namespace Pipeline.Testing.Metrics;

/// <summary>Rows of a fact table as a test writes them: by column name, with an envelope that speaks of one test export.</summary>
public sealed class FactRows(FactTable table)
{
    private readonly List<Dictionary<string, object?>> _rows = [];

    /// <summary>The table the rows belong to.</summary>
    public FactTable Table => table;

    /// <summary>Adds a row. Columns that are not named are null; of the envelope they are what an undeleted row of a test export has.</summary>
    /// <param name="values">By column: text, <see cref="bool"/>, <see cref="int"/>, <see cref="long"/>, <see cref="decimal"/>, <see cref="DateOnly"/>,
    /// <see cref="DateTimeOffset"/>, or <see langword="null"/>.</param>
    public void Add(Dictionary<string, object?> values)
    {
        foreach (var name in values.Keys)
        {
            if (table.Schema.IndexOf(name) < 0) { throw new ArgumentException($"table '{table.Name}' has no column '{name}'", nameof(values)); }
        }

        values.TryAdd(Envelope.SourceSystem, "test");
        values.TryAdd(Envelope.SourceAccount, "1");
        values.TryAdd(Envelope.SourceObject, table.Name);
        values.TryAdd(Envelope.SourceFormat, "test");
        values.TryAdd(Envelope.FileId, "0123456789abcdef");
        values.TryAdd(Envelope.RowNumber, _rows.Count + 1);
        values.TryAdd(Envelope.SnapshotAt, DateTimeOffset.UnixEpoch);
        values.TryAdd(Envelope.IsDeleted, false);
        _rows.Add(values);
    }

    /// <summary>All rows added so far, in that order.</summary>
    public ColumnBatch ToBatch() => new(table.Schema, [.. table.Schema.Columns.Select(ColumnOf)], _rows.Count);

    private Column ColumnOf(ColumnSchema schema)
    {
        var values = _rows.ConvertAll(row => row.GetValueOrDefault(schema.Name));
        var validity = ValidityOf(schema, values);
        return schema.Type switch
        {
            ColumnType.Text => Column.OfTexts(TextsOf(values), values.Count, validity),
            ColumnType.Boolean => Column.OfBooleans([.. values.Select(value => value is true ? (byte)1 : (byte)0)], values.Count, validity),
            ColumnType.Int32 => Column.OfInt32s([.. values.Select(value => (int)Integer(value))], values.Count, validity),
            ColumnType.Int64 => Column.OfInt64s([.. values.Select(Integer)], values.Count, validity),
            ColumnType.Date => Column.OfDates([.. values.Select(DayNumber)], values.Count, validity),
            ColumnType.Timestamp => Column.OfTimestamps([.. values.Select(Micros)], values.Count, validity),
            ColumnType.Decimal => Column.OfDecimals([.. values.Select(value => Unscaled(value, schema.Scale))], values.Count, validity),
            _ => throw new ArgumentOutOfRangeException(nameof(schema), schema.Type, "no fact table has a column of this type"),
        };
    }

    private static ulong[]? ValidityOf(ColumnSchema schema, List<object?> values)
    {
        if (!values.Contains(null)) { return null; }
        if (!schema.Nullable) { throw new ArgumentException($"column '{schema.Name}' must not be null", nameof(values)); }
        var bits = new ulong[(values.Count + 63) / 64];
        for (var i = 0; i < values.Count; i++)
        {
            if (values[i] is not null) { bits[i >> 6] |= 1UL << (i & 63); }
        }

        return bits;
    }

    private static TextValues TextsOf(List<object?> values)
    {
        var bytes = new List<byte>();
        var offsets = new int[values.Count + 1];
        for (var i = 0; i < values.Count; i++)
        {
            bytes.AddRange(Encoding.UTF8.GetBytes((string?)values[i] ?? ""));
            offsets[i + 1] = bytes.Count;
        }

        return new([.. bytes], offsets, values.Count, null);
    }

    private static long Integer(object? value) => Convert.ToInt64(value ?? 0, CultureInfo.InvariantCulture);

    private static int DayNumber(object? value) => value is DateOnly day ? day.DayNumber - new DateOnly(1970, 1, 1).DayNumber : 0;

    private static long Micros(object? value) => value is DateTimeOffset instant ? (instant - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond : 0;

    private static long Unscaled(object? value, int scale)
    {
        var units = Convert.ToDecimal(value ?? 0, CultureInfo.InvariantCulture);
        for (var i = 0; i < scale; i++) { units *= 10; }
        return decimal.Truncate(units) == units ? (long)units : throw new ArgumentException($"{value} has more than {scale} decimals", nameof(value));
    }
}
