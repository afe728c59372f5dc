using Pipeline.Parquet.Format;

namespace Pipeline.Parquet.Reading;

/// <summary>One column as a file holds it, and how its values become ours.</summary>
/// <param name="Schema">As the caller sees it.</param>
/// <param name="Element">As the file says it.</param>
internal sealed record LeafColumn(ColumnSchema Schema, SchemaElement Element)
{
    public PhysicalType Physical => Element.Type!.Value;

    /// <summary>1, 2, 3 for an instant in millis, micros, nanos.</summary>
    public int InstantUnit { get; init; }

    /// <summary>Whether an integer has no sign.</summary>
    public bool IsUnsigned { get; init; }

    public IValueReader CreateReader(ChunkSize size) => (Physical, Schema.Type) switch
    {
        (PhysicalType.Boolean, _) => new BooleanChunkReader(size),
        (PhysicalType.Int32, ColumnType.Date) => new FixedChunkReader<int>(size, Column.OfDates),
        (PhysicalType.Int32, ColumnType.Int32) => new FixedChunkReader<int>(size, Column.OfInt32s),
        (PhysicalType.Int32, _) => new FixedChunkReader<int>(size, Conversions.Widen(this)),
        (PhysicalType.Int64, _) => new FixedChunkReader<long>(size, Conversions.Int64s(this)),
        (PhysicalType.Float, _) => new FixedChunkReader<float>(size, Conversions.WidenFloats),
        (PhysicalType.Double, _) => new FixedChunkReader<double>(size, Column.OfDoubles),
        (_, ColumnType.Text) => new TextChunkReader(size, fixedLength: 0, Column.OfTexts),
        _ => new TextChunkReader(size, Physical == PhysicalType.FixedLengthByteArray ? Element.TypeLength : 0, Conversions.Decimals(this)),
    };
}
