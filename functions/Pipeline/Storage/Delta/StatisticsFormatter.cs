using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using Pipeline.Parquet;

namespace Pipeline.Storage.Delta;

/// <summary>Writes what the log says about a file's values. Readers skip files by it, so a bound is right or it is left out.</summary>
internal static class StatisticsFormatter
{
    private const int MicrosPerMilli = 1_000;
    private const int FirstDay = -719_162;
    private const int LastDay = 2_932_896;

    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Format(TableSchema schema, ParquetFileSummary summary)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(buffer, Options);
        json.WriteStartObject();
        json.WriteNumber("numRecords", summary.RowCount);
        WriteBounds(json, "minValues", schema, summary, isMaximum: false);
        WriteBounds(json, "maxValues", schema, summary, isMaximum: true);
        json.WriteStartObject("nullCount");
        foreach (var column in summary.Columns)
        {
            if (column.NullCount >= 0) { json.WriteNumber(column.Name, column.NullCount); }
        }

        json.WriteEndObject();
        json.WriteEndObject();
        json.Flush();
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static void WriteBounds(Utf8JsonWriter json, string name, TableSchema schema, ParquetFileSummary summary, bool isMaximum)
    {
        json.WriteStartObject(name);
        for (var i = 0; i < summary.Columns.Length; i++)
        {
            var bounds = summary.Columns[i];
            WriteBound(json, schema.Columns[i], isMaximum ? bounds.Maximum : bounds.Minimum, isMaximum);
        }

        json.WriteEndObject();
    }

    private static void WriteBound(Utf8JsonWriter json, ColumnSchema column, StatisticValue bound, bool isMaximum)
    {
        if (bound.IsAbsent) { return; }
        switch (column.Type)
        {
            case ColumnType.Int32 or ColumnType.Int64:
                json.WriteNumber(column.Name, bound.Integer);
                break;
            case ColumnType.Double when double.IsFinite(bound.Double):
                json.WriteNumber(column.Name, bound.Double);
                break;
            case ColumnType.Text when Utf8.IsValid(bound.Text.Span):
                json.WriteString(column.Name, bound.Text.Span);
                break;
            case ColumnType.Date when bound.Integer is >= FirstDay and <= LastDay:
                json.WriteString(column.Name, DateOnly.FromDayNumber((int)bound.Integer - FirstDay).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
                break;
            case ColumnType.Timestamp:
                if (InstantOf(bound.Integer, isMaximum) is { } instant) { json.WriteString(column.Name, instant); }
                break;
            case ColumnType.Decimal:
                json.WritePropertyName(column.Name);
                json.WriteRawValue(DecimalText(bound.Integer, column.Scale));
                break;
            default:
                // Booleans have no bounds in a Delta log; the rest cannot be said exactly.
                break;
        }
    }

    /// <summary>Whole milliseconds are all that every reader understands: the least is rounded down, the greatest up.</summary>
    private static string? InstantOf(long micros, bool isMaximum)
    {
        var millis = Math.DivRem(micros, MicrosPerMilli, out var rest);
        if (rest < 0) { millis--; }
        if (rest != 0 && isMaximum) { millis++; }

        var isSayable = millis >= DateTimeOffset.MinValue.ToUnixTimeMilliseconds() && millis <= DateTimeOffset.MaxValue.ToUnixTimeMilliseconds();
        return isSayable
            ? DateTimeOffset.FromUnixTimeMilliseconds(millis).ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture)
            : null;
    }

    private static string DecimalText(long unscaled, int scale)
    {
        var digits = Int128.Abs(unscaled).ToString(CultureInfo.InvariantCulture).PadLeft(scale + 1, '0');
        var sign = unscaled < 0 ? "-" : string.Empty;
        return scale == 0 ? sign + digits : $"{sign}{digits[..^scale]}.{digits[^scale..]}";
    }
}
