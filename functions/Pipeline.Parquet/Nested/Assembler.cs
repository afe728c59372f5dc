using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Pipeline.Parquet.Nested;

/// <summary>Puts records together from columns: the reverse of <see cref="Shredder"/>.</summary>
internal sealed class Assembler(List<LeafCursor> leaves)
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private int _next;

    public ReadOnlyMemory<byte> Next(IReadOnlyList<NestedField> fields)
    {
        _next = 0;
        var record = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(record, Options);
        json.WriteStartObject();
        foreach (var field in fields) { Write(json, field, 0); }
        json.WriteEndObject();
        json.Flush();
        return record.WrittenMemory;
    }

    private void Write(Utf8JsonWriter json, NestedField field, int definition)
    {
        switch (field.Kind)
        {
            case NestedKind.Struct:
                WriteStruct(json, field, definition + 1);
                break;
            case NestedKind.TextMap:
                WriteMap(json, field.Name, leaves[_next++], leaves[_next++], definition + 1);
                break;
            case NestedKind.TextList:
                WriteList(json, field.Name, leaves[_next++], definition + 1);
                break;
            default:
                var leaf = leaves[_next++];
                if (!leaf.HasValue)
                {
                    leaf.Skip();
                    break;
                }

                json.WritePropertyName(field.Name);
                leaf.WriteValue(json);
                break;
        }
    }

    private void WriteStruct(Utf8JsonWriter json, NestedField field, int definition)
    {
        // Not every column need be in the file, so the structure is there when any of its columns says so.
        var count = LeafCount(field);
        if (!leaves.GetRange(_next, count).Exists(leaf => leaf.Definition >= definition))
        {
            for (; count > 0; count--) { leaves[_next++].Skip(); }
            return;
        }

        json.WriteStartObject(field.Name);
        foreach (var child in field.Children) { Write(json, child, definition); }
        json.WriteEndObject();
    }

    private static void WriteMap(Utf8JsonWriter json, string name, LeafCursor keys, LeafCursor values, int definition)
    {
        if (keys.Definition < definition)
        {
            keys.Skip();
            values.Skip();
            return;
        }

        json.WriteStartObject(name);
        if (keys.Definition == definition)
        {
            keys.Skip();
            values.Skip();
        }
        else
        {
            do
            {
                json.WritePropertyName(keys.TakeText());
                if (values.HasValue) { values.WriteValue(json); }
                else { WriteNull(json, values); }
            }
            while (keys.GoesOn);
        }

        json.WriteEndObject();
    }

    private static void WriteList(Utf8JsonWriter json, string name, LeafCursor items, int definition)
    {
        if (items.Definition < definition)
        {
            items.Skip();
            return;
        }

        json.WriteStartArray(name);
        if (items.Definition == definition)
        {
            items.Skip();
        }
        else
        {
            do
            {
                if (items.HasValue) { items.WriteValue(json); }
                else { WriteNull(json, items); }
            }
            while (items.GoesOn);
        }

        json.WriteEndArray();
    }

    private static void WriteNull(Utf8JsonWriter json, LeafCursor leaf)
    {
        json.WriteNullValue();
        leaf.Skip();
    }

    private static int LeafCount(NestedField field) => field.Kind switch
    {
        NestedKind.Struct => field.Children.Sum(LeafCount),
        NestedKind.TextMap => 2,
        _ => 1,
    };
}
