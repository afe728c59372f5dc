using System.Text;

namespace Pipeline.Parquet.Format;

/// <summary>Reads one node of the schema tree.</summary>
internal static class SchemaReader
{
    public static SchemaElement ReadElement(ref CompactReader reader)
    {
        var element = new SchemaElement();
        var field = 0;
        while (reader.NextField(ref field, out var type))
        {
            switch (field, type)
            {
                case (1, CompactType.Int32): element = element with { Type = (PhysicalType)reader.ReadInt32() }; break;
                case (2, CompactType.Int32): element = element with { TypeLength = reader.ReadInt32() }; break;
                case (3, CompactType.Int32): element = element with { Repetition = (Repetition)reader.ReadInt32() }; break;
                case (4, CompactType.Binary): element = element with { Name = Encoding.UTF8.GetString(reader.ReadBinary()) }; break;
                case (5, CompactType.Int32): element = element with { ChildCount = reader.ReadInt32() }; break;
                case (6, CompactType.Int32): element = element with { ConvertedType = (ConvertedType)reader.ReadInt32() }; break;
                case (7, CompactType.Int32): element = element with { Scale = reader.ReadInt32() }; break;
                case (8, CompactType.Int32): element = element with { Precision = reader.ReadInt32() }; break;
                case (10, CompactType.Struct): element = element with { LogicalType = ReadLogicalType(ref reader) }; break;
                default: reader.Skip(type); break;
            }
        }

        return element;
    }

    /// <summary>A union: one field whose id is the kind and whose value is a structure of details.</summary>
    private static LogicalType? ReadLogicalType(ref CompactReader reader)
    {
        LogicalType? logical = null;
        var field = 0;
        while (reader.NextField(ref field, out var type))
        {
            if (type != CompactType.Struct) { reader.Skip(type); }
            else { logical = ReadDetails(ref reader, (LogicalKind)field); }
        }

        return logical;
    }

    private static LogicalType ReadDetails(ref CompactReader reader, LogicalKind kind)
    {
        var logical = new LogicalType(kind);
        var field = 0;
        while (reader.NextField(ref field, out var type))
        {
            switch (kind, field, type)
            {
                case (LogicalKind.Decimal, 1, CompactType.Int32): logical = logical with { Scale = reader.ReadInt32() }; break;
                case (LogicalKind.Decimal, 2, CompactType.Int32): logical = logical with { Precision = reader.ReadInt32() }; break;
                case (LogicalKind.Timestamp, 2, CompactType.Struct): logical = logical with { Unit = ReadUnit(ref reader) }; break;
                case (LogicalKind.Integer, 1, CompactType.Byte): logical = logical with { BitWidth = reader.ReadByte() }; break;
                case (LogicalKind.Integer, 2, CompactType.True or CompactType.False): logical = logical with { IsSigned = type == CompactType.True }; break;
                default: reader.Skip(type); break;
            }
        }

        return logical;
    }

    private static int ReadUnit(ref CompactReader reader)
    {
        var unit = 0;
        var field = 0;
        while (reader.NextField(ref field, out var type))
        {
            unit = field;
            reader.Skip(type);
        }

        return unit;
    }
}
