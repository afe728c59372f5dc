using System.Globalization;
using Pipeline.Parquet;

namespace Pipeline.Testing;

/// <summary>Values as a person would write them, whatever the culture.</summary>
public static class CellText
{
    public static IEnumerable<string[]> Rows(ColumnBatch batch) =>
        Enumerable.Range(0, batch.RowCount).Select(row => batch.Columns.Select((column, i) => Of(column, batch.Schema.Columns[i].Scale, row)).ToArray());

    public static string Of(Column column, int scale, int row) => !column.HasValue(row) ? "null" : column.Type switch
    {
        ColumnType.Text => column.Texts!.RowText(row),
        ColumnType.Boolean => column.Booleans[row] == 1 ? "true" : "false",
        ColumnType.Date => DateOnly.FromDayNumber(DateOnly.FromDateTime(DateTime.UnixEpoch).DayNumber + column.Int32s[row]).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        ColumnType.Timestamp => DateTime.UnixEpoch.AddMicroseconds(column.Int64s[row]).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        ColumnType.Decimal => (column.Int64s[row] / (decimal)Math.Pow(10, scale)).ToString(CultureInfo.InvariantCulture),
        ColumnType.Double => column.Doubles[row].ToString("R", CultureInfo.InvariantCulture),
        ColumnType.Int32 => column.Int32s[row].ToString(CultureInfo.InvariantCulture),
        _ => column.Int64s[row].ToString(CultureInfo.InvariantCulture),
    };
}
