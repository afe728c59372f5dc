using System.Buffers;
using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Pipeline.Parquet;

namespace Pipeline.Storage.Delta;

/// <summary>The text in which the log holds a table's columns.</summary>
internal static class SchemaJson
{
    public static string Write(TableSchema schema)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("type", "struct");
            json.WriteStartArray("fields");
            foreach (var column in schema.Columns)
            {
                json.WriteStartObject();
                json.WriteString("name", column.Name);
                json.WriteString("type", NameOf(column));
                json.WriteBoolean("nullable", column.Nullable);
                json.WriteStartObject("metadata");
                json.WriteEndObject();
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    /// <exception cref="DeltaLogException">The schema has columns that this program cannot read or write.</exception>
    public static TableSchema Read(string text, string file)
    {
        using var json = JsonDocument.Parse(text);
        var columns = ImmutableArray.CreateBuilder<ColumnSchema>();
        foreach (var field in json.RootElement.GetProperty("fields").EnumerateArray()) { columns.Add(ReadColumn(field, file)); }
        return new TableSchema(columns.DrainToImmutable());
    }

    private static ColumnSchema ReadColumn(JsonElement field, string file)
    {
        var name = field.GetProperty("name").GetString()!;
        if (field.TryGetProperty("metadata", out var metadata) && metadata.TryGetProperty("delta.invariants", out _))
        {
            throw DeltaLogException.Unsupported(file, $"column '{name}' has an invariant");
        }

        var type = field.GetProperty("type");
        var column = type.ValueKind == JsonValueKind.String ? ColumnOf(name, type.GetString()!) : null;
        if (column is null) { throw DeltaLogException.Unsupported(file, $"column '{name}' has the type {type.GetRawText()}"); }

        return column with { Nullable = field.GetProperty("nullable").GetBoolean() };
    }

    private static string NameOf(ColumnSchema column) => column.Type switch
    {
        ColumnType.Boolean => "boolean",
        ColumnType.Int32 => "integer",
        ColumnType.Int64 => "long",
        ColumnType.Double => "double",
        ColumnType.Text => "string",
        ColumnType.Date => "date",
        ColumnType.Timestamp => "timestamp",
        ColumnType.Decimal => string.Create(CultureInfo.InvariantCulture, $"decimal({column.Precision},{column.Scale})"),
        _ => throw new ArgumentOutOfRangeException(nameof(column), column.Type, "unknown column type"),
    };

    private static ColumnSchema? ColumnOf(string name, string type) => type switch
    {
        "boolean" => new(name, ColumnType.Boolean),
        "integer" => new(name, ColumnType.Int32),
        "long" => new(name, ColumnType.Int64),
        "double" => new(name, ColumnType.Double),
        "string" => new(name, ColumnType.Text),
        "date" => new(name, ColumnType.Date),
        "timestamp" => new(name, ColumnType.Timestamp),
        _ => DecimalOf(name, type),
    };

    private static ColumnSchema? DecimalOf(string name, string type)
    {
        if (!type.StartsWith("decimal(", StringComparison.Ordinal) || !type.EndsWith(')')) { return null; }

        var parts = type["decimal(".Length..^1].Split(',');
        if (parts.Length != 2
            || !int.TryParse(parts[0], NumberStyles.Integer, CultureInfo.InvariantCulture, out var precision)
            || !int.TryParse(parts[1], NumberStyles.Integer, CultureInfo.InvariantCulture, out var scale)
            || precision is < 1 or > 18 || scale < 0 || scale > precision)
        {
            return null;
        }

        return new(name, ColumnType.Decimal, Precision: precision, Scale: scale);
    }
}
