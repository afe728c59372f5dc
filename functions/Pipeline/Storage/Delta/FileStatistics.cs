using System.Collections.Frozen;
using System.Globalization;
using System.Text.Json;

namespace Pipeline.Storage.Delta;

/// <summary>Bounds of a file's values: every value lies within them; what is not known is absent.</summary>
public sealed class FileStatistics
{
    private readonly FrozenDictionary<string, ColumnBounds> _columns;

    private FileStatistics(long? rowCount, Dictionary<string, ColumnBounds> columns)
    {
        RowCount = rowCount;
        _columns = columns.ToFrozenDictionary(StringComparer.Ordinal);
    }

    /// <summary>How many rows the file holds, when its writer said.</summary>
    public long? RowCount { get; }

    /// <summary>The bounds of a column; all absent when the log does not know them.</summary>
    public ColumnBounds Of(string column) => _columns.GetValueOrDefault(column) ?? ColumnBounds.Unknown;

    internal static FileStatistics Parse(string? text, string path)
    {
        var columns = new Dictionary<string, ColumnBounds>(StringComparer.Ordinal);
        if (text is null) { return new FileStatistics(null, columns); }
        try
        {
            using var json = JsonDocument.Parse(text);
            foreach (var (name, value) in Members(json.RootElement, "minValues")) { columns[name] = BoundsOf(columns, name) with { Minimum = TextOf(value) }; }
            foreach (var (name, value) in Members(json.RootElement, "maxValues")) { columns[name] = BoundsOf(columns, name) with { Maximum = TextOf(value) }; }
            foreach (var (name, value) in Members(json.RootElement, "nullCount"))
            {
                if (value.ValueKind == JsonValueKind.Number) { columns[name] = BoundsOf(columns, name) with { NullCount = value.GetInt64() }; }
            }

            return new FileStatistics(json.RootElement.TryGetProperty("numRecords", out var count) ? count.GetInt64() : null, columns);
        }
        catch (Exception e) when (e is JsonException or FormatException or InvalidOperationException)
        {
            throw DeltaLogException.Damaged(path, "its statistics in the log cannot be read: " + e.Message, e);
        }
    }

    private static ColumnBounds BoundsOf(Dictionary<string, ColumnBounds> columns, string name) =>
        columns.GetValueOrDefault(name) ?? ColumnBounds.Unknown;

    private static IEnumerable<(string Name, JsonElement Value)> Members(JsonElement root, string name) =>
        root.TryGetProperty(name, out var members) && members.ValueKind == JsonValueKind.Object
            ? members.EnumerateObject().Select(member => (member.Name, member.Value))
            : [];

    private static string? TextOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString(),
        JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => value.GetRawText(),
        _ => null,
    };
}

/// <summary>What is known about a column's values in one file.</summary>
/// <param name="Minimum">No value is less, in the log's own text form; <see langword="null"/> when not known.</param>
/// <param name="Maximum">No value is greater; text may be cut and then rounded up.</param>
/// <param name="NullCount">How many rows have no value.</param>
public sealed record ColumnBounds(string? Minimum, string? Maximum, long? NullCount)
{
    public static ColumnBounds Unknown { get; } = new(null, null, null);

    /// <summary>Whether a row may have a date from <paramref name="first"/> up to and including <paramref name="last"/>; unknown bounds may.</summary>
    public bool MayHoldDates(DateOnly first, DateOnly last) =>
        !TryDate(Minimum, out var minimum) || !TryDate(Maximum, out var maximum) || (minimum <= last && maximum >= first);

    /// <summary>Whether a row may have a text from <paramref name="first"/> up to and including <paramref name="last"/>, in ordinal order; unknown bounds may.</summary>
    public bool MayHoldTexts(string first, string last) =>
        (Minimum is null || Utf8Order.Compare(Minimum, last) <= 0) && (Maximum is null || Utf8Order.Compare(Maximum, first) >= 0);

    private static bool TryDate(string? text, out DateOnly date) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out date);
}
