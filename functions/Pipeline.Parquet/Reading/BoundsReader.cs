using System.Buffers.Binary;
using Pipeline.Parquet.Format;

namespace Pipeline.Parquet.Reading;

/// <summary>Turns stored bounds into statistics; what is not exact or not of the right length counts as absent.</summary>
internal static class BoundsReader
{
    public static ColumnStatistics Read(StoredStatistics? stored, LeafColumn leaf)
    {
        var isUsable = stored is { IsExact: true };
        return new ColumnStatistics(
            leaf.Schema.Name,
            stored?.NullCount is >= 0 and var nulls ? nulls : -1,
            isUsable ? Value(stored!.Minimum, leaf) : StatisticValue.Absent,
            isUsable ? Value(stored!.Maximum, leaf) : StatisticValue.Absent);
    }

    private static StatisticValue Value(byte[]? bytes, LeafColumn leaf) => (leaf.Physical, bytes?.Length) switch
    {
        (_, null) => StatisticValue.Absent,
        (PhysicalType.Boolean, 1) => StatisticValue.OfBoolean(bytes[0] != 0),
        (PhysicalType.Int32, sizeof(int)) => OfInt32(BinaryPrimitives.ReadInt32LittleEndian(bytes), leaf),
        (PhysicalType.Int64, sizeof(long)) => OfInt64(BinaryPrimitives.ReadInt64LittleEndian(bytes), leaf),
        (PhysicalType.Float, sizeof(float)) => OfDouble(BinaryPrimitives.ReadSingleLittleEndian(bytes)),
        (PhysicalType.Double, sizeof(double)) => OfDouble(BinaryPrimitives.ReadDoubleLittleEndian(bytes)),
        (PhysicalType.ByteArray, _) when leaf.Schema.Type == ColumnType.Text => StatisticValue.OfText(bytes),
        _ => StatisticValue.Absent,
    };

    private static StatisticValue OfInt32(int value, LeafColumn leaf) =>
        StatisticValue.OfInteger(leaf.IsUnsigned ? unchecked((uint)value) : value);

    /// <summary>A bound that the data could not hold is left out rather than refused: the data says so when it is read.</summary>
    private static StatisticValue OfInt64(long value, LeafColumn leaf)
    {
        var isUnusable = (leaf.IsUnsigned && value < 0) || (leaf.InstantUnit == 1 && Math.Abs(value / 2) > long.MaxValue / 2000);
        return isUnusable ? StatisticValue.Absent : StatisticValue.OfInteger(Conversions.ToMicros(leaf, value));
    }

    private static StatisticValue OfDouble(double value) => double.IsNaN(value) ? StatisticValue.Absent : StatisticValue.OfDouble(value);
}
