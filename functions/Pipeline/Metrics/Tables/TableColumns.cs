using Pipeline.Parquet;

namespace Pipeline.Metrics.Tables;

/// <summary>The column types of published tables.</summary>
internal static class TableColumns
{
    public static ColumnSchema Text(string name, bool nullable = false) => new(name, ColumnType.Text, nullable);

    public static ColumnSchema Date(string name) => new(name, ColumnType.Date, Nullable: false);

    public static ColumnSchema Amount(string name, bool nullable = true) => new(name, ColumnType.Decimal, nullable, 18, 4);

    public static ColumnSchema Double(string name) => new(name, ColumnType.Double);

    public static ColumnSchema Long(string name, bool nullable = false) => new(name, ColumnType.Int64, nullable);

    public static ColumnSchema Integer(string name, bool nullable = false) => new(name, ColumnType.Int32, nullable);

    public static ColumnSchema Flag(string name) => new(name, ColumnType.Boolean, Nullable: false);
}
