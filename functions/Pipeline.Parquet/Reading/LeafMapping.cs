using Pipeline.Parquet.Format;

namespace Pipeline.Parquet.Reading;

/// <summary>Finds our type for a column of a file, or says why there is none.</summary>
internal static class LeafMapping
{
    public static LeafColumn Map(SchemaElement element)
    {
        var name = element.Name;
        if (element.Type is null) { throw Unreadable.Column(name, "is nested", "flatten it into plain columns first"); }
        if (element.Repetition == Repetition.Repeated) { throw Unreadable.Column(name, "is a list", "flatten it into plain columns first"); }
        return element.Type.Value switch
        {
            PhysicalType.Boolean => Leaf(element, ColumnType.Boolean),
            PhysicalType.Int32 => MapInt32(element),
            PhysicalType.Int64 => MapInt64(element),
            PhysicalType.Float or PhysicalType.Double => Leaf(element, ColumnType.Double),
            PhysicalType.ByteArray => MapByteArray(element),
            PhysicalType.FixedLengthByteArray => MapFixedLength(element),
            PhysicalType.Int96 => throw Unreadable.Column(name, "is an INT96 timestamp, a deprecated type", "write it as TIMESTAMP in microseconds (in Spark: spark.sql.parquet.outputTimestampType=TIMESTAMP_MICROS)"),
            _ => throw Unreadable.Column(name, $"has the unknown physical type {(int)element.Type.Value}", "write the file again with a current writer"),
        };
    }

    private static LeafColumn MapInt32(SchemaElement element)
    {
        if (IsDecimal(element)) { return Decimal(element); }
        if (element.LogicalType?.Kind == LogicalKind.Date || element.ConvertedType == ConvertedType.Date) { return Leaf(element, ColumnType.Date); }
        RefuseTime(element);
        var isUnsigned32 = element.LogicalType is { Kind: LogicalKind.Integer, IsSigned: false, BitWidth: 32 } || element.ConvertedType == ConvertedType.UInt32;
        return isUnsigned32 ? Leaf(element, ColumnType.Int64) with { IsUnsigned = true } : Leaf(element, ColumnType.Int32);
    }

    private static LeafColumn MapInt64(SchemaElement element)
    {
        if (IsDecimal(element)) { return Decimal(element); }
        RefuseTime(element);
        var unit = element switch
        {
            { LogicalType: { Kind: LogicalKind.Timestamp } timestamp } => timestamp.Unit,
            { ConvertedType: ConvertedType.TimestampMillis } => 1,
            { ConvertedType: ConvertedType.TimestampMicros } => 2,
            _ => 0,
        };
        if (unit is < 0 or > 3) { throw Unreadable.Column(element.Name, "is an instant in an unknown unit", "write it in microseconds"); }
        if (unit != 0) { return Leaf(element, ColumnType.Timestamp) with { InstantUnit = unit }; }
        var isUnsigned = element.LogicalType is { Kind: LogicalKind.Integer, IsSigned: false } || element.ConvertedType == ConvertedType.UInt64;
        return Leaf(element, ColumnType.Int64) with { IsUnsigned = isUnsigned };
    }

    /// <summary>Bytes without a meaning are taken for text, as older writers leave the annotation out.</summary>
    private static LeafColumn MapByteArray(SchemaElement element)
    {
        if (IsDecimal(element)) { return Decimal(element); }
        if (element.LogicalType?.Kind is LogicalKind.Bson || element.ConvertedType == ConvertedType.Bson)
        {
            throw Unreadable.Column(element.Name, "holds BSON", "write it as JSON text");
        }

        return Leaf(element, ColumnType.Text);
    }

    private static LeafColumn MapFixedLength(SchemaElement element)
    {
        if (!IsDecimal(element))
        {
            throw Unreadable.Column(element.Name, $"holds byte strings of {element.TypeLength} bytes that are not decimals", "write it as text");
        }

        return element.TypeLength is >= 1 and <= 64
            ? Decimal(element)
            : throw Unreadable.Column(element.Name, $"is a decimal of {element.TypeLength} bytes", "write it with a precision of at most 18");
    }

    private static void RefuseTime(SchemaElement element)
    {
        if (element.LogicalType?.Kind == LogicalKind.Time || element.ConvertedType is ConvertedType.TimeMillis or ConvertedType.TimeMicros)
        {
            throw Unreadable.Column(element.Name, "is a time of day", "write it as text or as an instant");
        }
    }

    private static bool IsDecimal(SchemaElement element) =>
        element.LogicalType?.Kind == LogicalKind.Decimal || element.ConvertedType == ConvertedType.Decimal;

    private static LeafColumn Decimal(SchemaElement element)
    {
        var (precision, scale) = element.LogicalType is { Kind: LogicalKind.Decimal } logical
            ? (logical.Precision, logical.Scale)
            : (element.Precision, element.Scale);
        if (precision is < 1 or > SchemaMapping.LargestPrecision || scale < 0 || scale > precision)
        {
            throw Unreadable.Column(element.Name, $"is a decimal of {precision} digits with {scale} after the point", "write it with a precision of at most 18");
        }

        return new LeafColumn(Named(element, ColumnType.Decimal) with { Precision = precision, Scale = scale }, element);
    }

    private static LeafColumn Leaf(SchemaElement element, ColumnType type) => new(Named(element, type), element);

    private static ColumnSchema Named(SchemaElement element, ColumnType type) =>
        new(element.Name, type, element.Repetition == Repetition.Optional);
}
