using System.Text;
using Pipeline.Parquet.Format;

namespace Pipeline.Parquet.Nested;

/// <summary>Writes the footer of a nested file; the numbers are those of the format's Thrift definition.</summary>
internal static class NestedFooterWriter
{
    public static void Write(ByteBuffer output, IReadOnlyList<NestedField> fields, List<NestedRowGroup> groups)
    {
        var writer = new CompactWriter(output);
        writer.BeginStruct();
        writer.Int32(1, 1);
        writer.BeginList(2, CompactType.Struct, 1 + fields.Sum(ElementCount));
        WriteGroup(writer, "schema", fields.Count, repetition: null);
        foreach (var field in fields) { WriteField(writer, field); }
        writer.Int64(3, groups.Sum(group => group.RowCount));
        writer.BeginList(4, CompactType.Struct, groups.Count);
        foreach (var group in groups) { WriteRowGroup(writer, group); }
        writer.Text(6, FileLayout.CreatedBy);
        writer.EndStruct();
    }

    private static int ElementCount(NestedField field) => field.Kind switch
    {
        NestedKind.Struct => 1 + field.Children.Sum(ElementCount),
        NestedKind.TextMap => 4,
        NestedKind.TextList => 3,
        _ => 1,
    };

    private static void WriteField(CompactWriter writer, NestedField field)
    {
        switch (field.Kind)
        {
            case NestedKind.Struct:
                WriteGroup(writer, field.Name, field.Children.Length, Repetition.Optional);
                foreach (var child in field.Children) { WriteField(writer, child); }
                break;
            case NestedKind.TextMap:
                WriteGroup(writer, field.Name, 1, Repetition.Optional, ConvertedType.Map);
                WriteGroup(writer, "key_value", 2, Repetition.Repeated);
                WriteLeaf(writer, "key", NestedKind.Text, Repetition.Required);
                WriteLeaf(writer, "value", NestedKind.Text, Repetition.Optional);
                break;
            case NestedKind.TextList:
                WriteGroup(writer, field.Name, 1, Repetition.Optional, ConvertedType.List);
                WriteGroup(writer, "list", 1, Repetition.Repeated);
                WriteLeaf(writer, "element", NestedKind.Text, Repetition.Optional);
                break;
            default:
                WriteLeaf(writer, field.Name, field.Kind, Repetition.Optional);
                break;
        }
    }

    private static void WriteGroup(CompactWriter writer, string name, int childCount, Repetition? repetition, ConvertedType meaning = ConvertedType.None)
    {
        writer.BeginStruct();
        if (repetition is { } some) { writer.Int32(3, (int)some); }
        writer.Text(4, name);
        writer.Int32(5, childCount);
        if (meaning != ConvertedType.None)
        {
            writer.Int32(6, (int)meaning);
            writer.BeginStruct(10);
            writer.Choice((int)(meaning == ConvertedType.Map ? LogicalKind.Map : LogicalKind.List));
            writer.EndStruct();
        }

        writer.EndStruct();
    }

    private static void WriteLeaf(CompactWriter writer, string name, NestedKind kind, Repetition repetition)
    {
        writer.BeginStruct();
        writer.Int32(1, (int)PhysicalTypeOf(kind));
        writer.Int32(3, (int)repetition);
        writer.Text(4, name);
        if (kind == NestedKind.Text)
        {
            writer.Int32(6, (int)ConvertedType.Utf8);
            writer.BeginStruct(10);
            writer.Choice((int)LogicalKind.Text);
            writer.EndStruct();
        }

        writer.EndStruct();
    }

    private static void WriteRowGroup(CompactWriter writer, NestedRowGroup group)
    {
        writer.BeginStruct();
        writer.BeginList(1, CompactType.Struct, group.Chunks.Count);
        foreach (var chunk in group.Chunks) { WriteChunk(writer, chunk); }
        writer.Int64(2, group.Chunks.Sum(chunk => chunk.UncompressedSize));
        writer.Int64(3, group.RowCount);
        writer.Int64(6, group.Chunks.Sum(chunk => chunk.CompressedSize));
        writer.EndStruct();
    }

    private static void WriteChunk(CompactWriter writer, NestedChunk chunk)
    {
        writer.BeginStruct();
        writer.Int64(2, 0);
        writer.BeginStruct(3);
        writer.Int32(1, (int)PhysicalTypeOf(chunk.Leaf.Kind));
        writer.BeginList(2, CompactType.Int32, 2);
        writer.IntegerItem((int)PageEncoding.Plain);
        writer.IntegerItem((int)PageEncoding.RunLength);
        writer.BeginList(3, CompactType.Binary, chunk.Leaf.Path.Length);
        foreach (var name in chunk.Leaf.Path) { writer.BinaryItem(Encoding.UTF8.GetBytes(name)); }
        writer.Int32(4, (int)Codec.Snappy);
        writer.Int64(5, chunk.ValueCount);
        writer.Int64(6, chunk.UncompressedSize);
        writer.Int64(7, chunk.CompressedSize);
        writer.Int64(9, chunk.Offset);
        writer.EndStruct();
        writer.EndStruct();
    }

    private static PhysicalType PhysicalTypeOf(NestedKind kind) => kind switch
    {
        NestedKind.Int32 => PhysicalType.Int32,
        NestedKind.Int64 => PhysicalType.Int64,
        NestedKind.Boolean => PhysicalType.Boolean,
        _ => PhysicalType.ByteArray,
    };
}
