using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Pipeline.Storage.Delta;

/// <summary>Bounds of a file's values: every value lies within them; what is not known is absent.</summary>
/// <remarks>Of hundreds of files a run asks for the bounds of a column or two, so they are read from the log's text when they are asked for.</remarks>
public sealed class FileStatistics
{
    private readonly string? _text;
    private readonly string _path;

    internal FileStatistics(string? text, string path)
    {
        _text = text;
        _path = path;
    }

    /// <summary>How many rows the file holds, when its writer said.</summary>
    /// <exception cref="DeltaLogException">The statistics cannot be read.</exception>
    public long? RowCount => Read(column: null).RowCount;

    /// <summary>The bounds of a column; all absent when the log does not know them.</summary>
    /// <exception cref="DeltaLogException">The statistics cannot be read.</exception>
    public ColumnBounds Of(string column) => Read(column).Bounds;

    private (long? RowCount, ColumnBounds Bounds) Read(string? column)
    {
        if (_text is null) { return (null, ColumnBounds.Unknown); }
        var bytes = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetMaxByteCount(_text.Length));
        try
        {
            return Read(bytes.AsSpan(0, Encoding.UTF8.GetBytes(_text, bytes)), column);
        }
        catch (Exception e) when (e is JsonException or FormatException or InvalidOperationException)
        {
            throw DeltaLogException.Damaged(_path, "its statistics in the log cannot be read: " + e.Message, e);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(bytes);
        }
    }

    private static (long? RowCount, ColumnBounds Bounds) Read(ReadOnlySpan<byte> text, string? column)
    {
        long? rows = null;
        var bounds = ColumnBounds.Unknown;
        var json = new Utf8JsonReader(text);
        if (!json.Read() || json.TokenType != JsonTokenType.StartObject) { throw new FormatException("they are no object"); }
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            if (json.ValueTextEquals("numRecords"u8))
            {
                json.Read();
                rows = json.GetInt64();
                if (column is null) { break; }
            }
            else if (column is not null && json.ValueTextEquals("minValues"u8)) { bounds = bounds with { Minimum = TextOf(ref json, column) }; }
            else if (column is not null && json.ValueTextEquals("maxValues"u8)) { bounds = bounds with { Maximum = TextOf(ref json, column) }; }
            else if (column is not null && json.ValueTextEquals("nullCount"u8)) { bounds = bounds with { NullCount = CountOf(ref json, column) }; }
            else { json.Skip(); }
        }

        return (rows, bounds);
    }

    private static string? TextOf(ref Utf8JsonReader json, string column)
    {
        string? text = null;
        while (NextMember(ref json, column, out var isAsked))
        {
            if (isAsked)
            {
                text = json.TokenType switch
                {
                    JsonTokenType.String => json.GetString(),
                    JsonTokenType.Number or JsonTokenType.True or JsonTokenType.False => Encoding.UTF8.GetString(json.ValueSpan),
                    _ => null,
                };
            }

            json.Skip();
        }

        return text;
    }

    private static long? CountOf(ref Utf8JsonReader json, string column)
    {
        long? count = null;
        while (NextMember(ref json, column, out var isAsked))
        {
            if (isAsked && json.TokenType == JsonTokenType.Number) { count = json.GetInt64(); }
            json.Skip();
        }

        return count;
    }

    /// <summary>Goes to the value of the next member of an object that begins with the next token.</summary>
    /// <returns>Whether there is one. Where there is no object, there is none.</returns>
    private static bool NextMember(ref Utf8JsonReader json, string column, out bool isAsked)
    {
        isAsked = false;
        json.Read();
        if (json.TokenType == JsonTokenType.StartObject) { json.Read(); }
        if (json.TokenType != JsonTokenType.PropertyName)
        {
            json.Skip();
            return false;
        }

        isAsked = json.ValueTextEquals(column);
        return json.Read();
    }
}

/// <summary>What is known about a column's values in one file.</summary>
/// <param name="Minimum">No value is less, in the log's own text form; <see langword="null"/> when not known.</param>
/// <param name="Maximum">No value is greater; text may be cut and then rounded up.</param>
/// <param name="NullCount">How many rows have no value.</param>
public sealed record ColumnBounds(string? Minimum, string? Maximum, long? NullCount)
{
    public static ColumnBounds Unknown { get; } = new(null, null, null);

    /// <summary>Bounds of the values of several files together; each absent where a file does not know its own, or there is no file. Rows without a value are not added up.</summary>
    public static ColumnBounds Around(IReadOnlyCollection<ColumnBounds> files) => new(
        files.Any(file => file.Minimum is null) ? null : files.Select(file => file.Minimum).Min(Utf8Order.Comparer),
        files.Any(file => file.Maximum is null) ? null : files.Select(file => file.Maximum).Max(Utf8Order.Comparer),
        null);

    /// <summary>Whether a row may have a date from <paramref name="first"/> up to and including <paramref name="last"/>; unknown bounds may.</summary>
    public bool MayHoldDates(DateOnly first, DateOnly last) =>
        !TryDate(Minimum, out var minimum) || !TryDate(Maximum, out var maximum) || (minimum <= last && maximum >= first);

    /// <summary>Whether a row may have a text from <paramref name="first"/> up to and including <paramref name="last"/>, in ordinal order; unknown bounds may.</summary>
    public bool MayHoldTexts(string first, string last) =>
        (Minimum is null || Utf8Order.Compare(Minimum, last) <= 0) && (Maximum is null || Utf8Order.Compare(Maximum, first) >= 0);

    private static bool TryDate(string? text, out DateOnly date) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out date);
}
