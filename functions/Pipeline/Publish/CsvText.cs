using System.Buffers;
using System.Globalization;
using System.Text;
using Pipeline.Model;
using Pipeline.Parquet;

namespace Pipeline.Publish;

/// <summary>Columns as CSV for spreadsheets: RFC 4180, UTF-8 with a byte order mark so that Excel reads it, CRLF, invariant numbers and dates.</summary>
/// <remarks>
/// A text that a spreadsheet would run as a formula (it begins with <c>= + - @</c>, a tab or a carriage return) gets a leading apostrophe,
/// unless it is a plain number. Null is an empty cell. Instants are ISO 8601 in UTC.
/// </remarks>
public static class CsvText
{
    private const string NewLine = "\r\n";
    private static readonly SearchValues<char> NeedQuotes = SearchValues.Create(",\"\r\n");
    private static readonly SearchValues<char> FormulaStarts = SearchValues.Create("=+-@\t\r");

    /// <summary>A header line, then the rows of all batches.</summary>
    public static byte[] Write(TableSchema schema, IEnumerable<ColumnBatch> batches)
    {
        var file = new MemoryStream();
        using (var text = new StreamWriter(file, Encoding.UTF8) { NewLine = NewLine })
        {
            text.WriteLine(string.Join(',', schema.Columns.Select(column => Quote(column.Name))));
            foreach (var batch in batches) { Append(text, batch); }
        }

        return file.ToArray();
    }

    /// <summary>A text as a cell that no spreadsheet runs.</summary>
    public static string Escape(string text)
    {
        var isFormula = text.Length > 0 && FormulaStarts.Contains(text[0]) && !IsPlainNumber(text);
        return Quote(isFormula ? "'" + text : text);
    }

    private static void Append(StreamWriter text, ColumnBatch batch)
    {
        for (var row = 0; row < batch.RowCount; row++)
        {
            for (var i = 0; i < batch.Columns.Length; i++)
            {
                if (i > 0) { text.Write(','); }
                if (batch.Columns[i].HasValue(row)) { text.Write(Cell(batch.Columns[i], batch.Schema.Columns[i].Scale, row)); }
            }

            text.WriteLine();
        }
    }

    private static string Cell(Column column, int scale, int row) => column.Type switch
    {
        ColumnType.Boolean => column.Booleans[row] == 0 ? "false" : "true",
        ColumnType.Int32 => column.Int32s[row].ToString(CultureInfo.InvariantCulture),
        ColumnType.Int64 => column.Int64s[row].ToString(CultureInfo.InvariantCulture),
        ColumnType.Double => column.Doubles[row].ToString("R", CultureInfo.InvariantCulture),
        ColumnType.Decimal => Decimal(column.Int64s[row], scale),
        ColumnType.Date => Epoch.Date(column.Int32s[row]).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        ColumnType.Timestamp => DateTime.UnixEpoch.AddMicroseconds(column.Int64s[row]).ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFF'Z'", CultureInfo.InvariantCulture),
        _ => Escape(column.Texts!.RowText(row)),
    };

    private static string Decimal(long unscaled, int scale) => CellValues.Decimal(unscaled, scale).ToString(CultureInfo.InvariantCulture);

    private static bool IsPlainNumber(string text) =>
        decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out _);

    private static string Quote(string text) =>
        text.AsSpan().IndexOfAny(NeedQuotes) < 0 ? text : "\"" + text.Replace("\"", "\"\"", StringComparison.Ordinal) + "\"";
}

/// <summary>Cells as values, for the edges of the belt.</summary>
internal static class CellValues
{
    public static decimal Decimal(long unscaled, int scale)
    {
        var magnitude = unchecked((ulong)(unscaled < 0 ? -unscaled : unscaled));
        return unchecked(new decimal((int)magnitude, (int)(magnitude >> 32), 0, unscaled < 0, (byte)scale));
    }
}
