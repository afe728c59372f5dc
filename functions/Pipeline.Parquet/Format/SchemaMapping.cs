namespace Pipeline.Parquet.Format;

/// <summary>How our columns are written as schema elements.</summary>
internal static class SchemaMapping
{
    /// <summary>The most digits that always fit a 64-bit integer.</summary>
    public const int LargestPrecision = 18;

    /// <exception cref="ArgumentException">The schema cannot be written.</exception>
    public static void Check(TableSchema schema)
    {
        if (schema.Columns.IsEmpty) { throw new ArgumentException("a Parquet file needs at least one column", nameof(schema)); }
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var column in schema.Columns)
        {
            if (column.Name.Length == 0 || !names.Add(column.Name))
            {
                throw new ArgumentException($"column name '{column.Name}' is empty or used twice", nameof(schema));
            }

            if (column.Type == ColumnType.Decimal && (column.Precision is < 1 or > LargestPrecision || column.Scale < 0 || column.Scale > column.Precision))
            {
                throw new ArgumentException(
                    $"column '{column.Name}' is a decimal of {column.Precision} digits, {column.Scale} after the point; 1 to {LargestPrecision} digits are possible, at most all of them after the point",
                    nameof(schema));
            }
        }
    }

    public static List<SchemaElement> ToElements(TableSchema schema)
    {
        List<SchemaElement> elements = [new SchemaElement { Name = "schema", ChildCount = schema.Columns.Length }];
        elements.AddRange(schema.Columns.Select(ToElement));
        return elements;
    }

    public static PhysicalType PhysicalTypeOf(ColumnType type) => type switch
    {
        ColumnType.Boolean => PhysicalType.Boolean,
        ColumnType.Int32 or ColumnType.Date => PhysicalType.Int32,
        ColumnType.Double => PhysicalType.Double,
        ColumnType.Text => PhysicalType.ByteArray,
        _ => PhysicalType.Int64,
    };

    private static SchemaElement ToElement(ColumnSchema column) => new()
    {
        Name = column.Name,
        Type = PhysicalTypeOf(column.Type),
        Repetition = column.Nullable ? Repetition.Optional : Repetition.Required,
        ConvertedType = column.Type switch
        {
            ColumnType.Text => ConvertedType.Utf8,
            ColumnType.Date => ConvertedType.Date,
            ColumnType.Timestamp => ConvertedType.TimestampMicros,
            ColumnType.Decimal => ConvertedType.Decimal,
            _ => ConvertedType.None,
        },
        LogicalType = column.Type switch
        {
            ColumnType.Text => new LogicalType(LogicalKind.Text),
            ColumnType.Date => new LogicalType(LogicalKind.Date),
            ColumnType.Timestamp => new LogicalType(LogicalKind.Timestamp, Unit: 2),
            ColumnType.Decimal => new LogicalType(LogicalKind.Decimal, column.Scale, column.Precision),
            _ => null,
        },
    };
}
