using System.Text.Json;

namespace Pipeline.Parquet.Nested;

/// <summary>Cuts records into columns: for each column of the record, the value or the level down to which its path is there.</summary>
internal sealed class Shredder(List<LeafWriter> leaves)
{
    private int _next;

    public void Add(IReadOnlyList<NestedField> fields, JsonElement record)
    {
        _next = 0;
        foreach (var field in fields) { Add(field, MemberOf(record, field.Name), 0); }
    }

    /// <param name="field">What to cut.</param>
    /// <param name="value">Its value; undefined or null when it is absent.</param>
    /// <param name="definition">The level of what lies above it, all of which is there.</param>
    private void Add(NestedField field, JsonElement value, int definition)
    {
        var isAbsent = value.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null;
        switch (field.Kind)
        {
            case NestedKind.Struct:
                foreach (var child in field.Children) { AddChild(child, value, isAbsent, definition); }
                break;
            case NestedKind.TextMap:
                AddMap(leaves[_next++], leaves[_next++], value, isAbsent ? definition : definition + 1);
                break;
            case NestedKind.TextList:
                AddList(leaves[_next++], value, isAbsent ? definition : definition + 1);
                break;
            default:
                var leaf = leaves[_next++];
                if (isAbsent) { leaf.AddAbsent(0, definition); }
                else { leaf.AddScalar(0, value); }
                break;
        }
    }

    private void AddChild(NestedField child, JsonElement value, bool isAbsent, int definition)
    {
        // The level of an absent structure goes down to each of its columns unchanged.
        if (isAbsent) { Add(child, default, definition); }
        else { Add(child, MemberOf(value, child.Name), definition + 1); }
    }

    private static void AddMap(LeafWriter keys, LeafWriter values, JsonElement map, int definition)
    {
        var repetition = 0;
        if (map.ValueKind == JsonValueKind.Object)
        {
            foreach (var entry in map.EnumerateObject())
            {
                keys.AddText(repetition, entry.Name);
                if (entry.Value.ValueKind == JsonValueKind.Null) { values.AddAbsent(repetition, definition + 1); }
                else { values.AddText(repetition, entry.Value.GetString()!); }
                repetition = 1;
            }
        }

        if (repetition > 0) { return; }
        keys.AddAbsent(0, definition);
        values.AddAbsent(0, definition);
    }

    private static void AddList(LeafWriter items, JsonElement list, int definition)
    {
        var repetition = 0;
        if (list.ValueKind == JsonValueKind.Array)
        {
            foreach (var item in list.EnumerateArray())
            {
                items.AddText(repetition, item.GetString()!);
                repetition = 1;
            }
        }

        if (repetition == 0) { items.AddAbsent(0, definition); }
    }

    private static JsonElement MemberOf(JsonElement value, string name) => value.TryGetProperty(name, out var member) ? member : default;
}
