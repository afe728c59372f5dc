namespace Pipeline.Parquet.Nested;

/// <summary>A column of a nested file: where it lies in the schema, and how its levels count.</summary>
/// <remarks>
/// The definition level of a row says how much of its path is present, the highest being a value;
/// the repetition level is 1 where a row goes on with another entry of the same map or list.
/// </remarks>
internal sealed record Leaf(NestedKind Kind, string[] Path, int MaximumDefinition, int MaximumRepetition)
{
    /// <summary>The columns of a record, in the order in which a file holds them.</summary>
    public static IEnumerable<Leaf> Of(IEnumerable<NestedField> fields, string[] above, int definition) =>
        fields.SelectMany(field => Of(field, [.. above, field.Name], definition));

    private static IEnumerable<Leaf> Of(NestedField field, string[] path, int definition) => field.Kind switch
    {
        NestedKind.Struct => Of(field.Children, path, definition + 1),
        NestedKind.TextMap =>
        [
            new(NestedKind.Text, [.. path, "key_value", "key"], definition + 2, 1),
            new(NestedKind.Text, [.. path, "key_value", "value"], definition + 3, 1),
        ],
        NestedKind.TextList => [new(NestedKind.Text, [.. path, "list", "element"], definition + 3, 1)],
        _ => [new(field.Kind, path, definition + 1, 0)],
    };
}
