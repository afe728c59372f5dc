using System.Collections.Immutable;
using System.Globalization;
using Pipeline.Model;
using Pipeline.Parquet;

namespace Pipeline.Testing;

/// <summary>Builds batches of fact rows from readable values: texts, numbers, dates; what is not named is null, or empty where null is not allowed.</summary>
public static class FactRows
{
    /// <param name="table">The table.</param>
    /// <param name="rows">For each row the columns that matter.</param>
    public static ColumnBatch Of(FactTable table, params ReadOnlySpan<(string Column, object? Value)[]> rows)
    {
        var values = rows.ToArray().Select(row => row.ToDictionary(cell => cell.Column, cell => cell.Value, StringComparer.Ordinal)).ToArray();
        foreach (var name in values.SelectMany(row => row.Keys).Distinct(StringComparer.Ordinal))
        {
            if (table.Schema.IndexOf(name) < 0) { throw new ArgumentException($"{table.Name} has no column '{name}'", nameof(rows)); }
        }

        var columns = table.Columns.Select(column => Build(column, [.. values.Select(row => row.GetValueOrDefault(column.Name))]));
        return new(table.Schema, [.. columns], values.Length);
    }

    private static Column Build(ColumnSchema schema, object?[] values)
    {
        var count = values.Length;
        if (schema.Type == ColumnType.Text) { return TextColumn.Of([.. values.Select(value => (string?)value ?? (schema.Nullable ? null : ""))]); }

        var validity = schema.Nullable ? ValidityOf(values) : null;
        return schema.Type switch
        {
            ColumnType.Boolean => Column.OfBooleans([.. values.Select(value => value is true ? (byte)1 : (byte)0)], count, validity),
            ColumnType.Int32 => Column.OfInt32s([.. values.Select(value => Convert.ToInt32(value ?? 0, CultureInfo.InvariantCulture))], count, validity),
            ColumnType.Date => Column.OfDates([.. values.Select(value => value is null ? 0 : Day(value))], count, validity),
            ColumnType.Int64 => Column.OfInt64s([.. values.Select(value => Convert.ToInt64(value ?? 0L, CultureInfo.InvariantCulture))], count, validity),
            ColumnType.Timestamp => Column.OfTimestamps([.. values.Select(value => value is null ? 0 : Micros((string)value))], count, validity),
            ColumnType.Decimal => Column.OfDecimals([.. values.Select(value => Unscaled(value, schema.Scale))], count, validity),
            ColumnType.Double => Column.OfDoubles([.. values.Select(value => Convert.ToDouble(value ?? 0d, CultureInfo.InvariantCulture))], count, validity),
            _ => throw new ArgumentOutOfRangeException(nameof(schema), schema.Type, "not a type of column"),
        };
    }

    private static int Day(object value) => DateOnly.Parse((string)value, CultureInfo.InvariantCulture).DayNumber - DateOnly.FromDateTime(DateTime.UnixEpoch).DayNumber;

    private static long Micros(string value) =>
        (DateTime.Parse(value, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal) - DateTime.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;

    private static long Unscaled(object? value, int scale)
    {
        var unscaled = Convert.ToDecimal(value ?? 0m, CultureInfo.InvariantCulture);
        for (var i = 0; i < scale; i++) { unscaled *= 10; }
        return decimal.ToInt64(unscaled);
    }

    private static ulong[]? ValidityOf(object?[] values)
    {
        if (values.All(value => value is not null)) { return null; }
        var words = new ulong[(values.Length + 63) / 64];
        for (var i = 0; i < values.Length; i++)
        {
            if (values[i] is not null) { words[i >> 6] |= 1UL << (i & 63); }
        }

        return words;
    }
}
