using System.Buffers.Binary;

namespace Pipeline.Parquet.Format;

/// <summary>Turns bounds into the bytes of a footer and back.</summary>
internal static class StoredBounds
{
    public static StoredStatistics Of(ColumnStatistics statistics, ColumnType type) =>
        new(Bytes(statistics.Minimum, type), Bytes(statistics.Maximum, type), statistics.NullCount);

    private static byte[]? Bytes(StatisticValue value, ColumnType type)
    {
        switch (value.Kind)
        {
            case StatisticKind.Boolean:
                return [value.Boolean ? (byte)1 : (byte)0];
            case StatisticKind.Text:
                return value.Text.ToArray();
            case StatisticKind.Double:
                var real = new byte[sizeof(double)];
                BinaryPrimitives.WriteDoubleLittleEndian(real, value.Double);
                return real;
            case StatisticKind.Integer:
                var integer = new byte[sizeof(long)];
                BinaryPrimitives.WriteInt64LittleEndian(integer, value.Integer);
                return type is ColumnType.Int32 or ColumnType.Date ? integer[..sizeof(int)] : integer;
            default:
                return null;
        }
    }
}
