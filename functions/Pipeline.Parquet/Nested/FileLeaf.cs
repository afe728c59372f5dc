using Pipeline.Parquet.Format;

namespace Pipeline.Parquet.Nested;

/// <summary>A column as a file's own schema has it. Others require fields that we let be absent, so their levels count differently.</summary>
/// <param name="Path">The names from below the root.</param>
/// <param name="Type">How values are stored.</param>
/// <param name="MaximumRepetition">How many nodes of the path repeat.</param>
/// <param name="Definitions">For each definition level of the file ours, which counts every node but the key of a map.</param>
internal sealed record FileLeaf(string[] Path, PhysicalType Type, int MaximumRepetition, int[] Definitions)
{
    // Deeper than any table log; stops hostile input from exhausting the stack.
    private const int MaximumDepth = 32;

    public static List<FileLeaf> Of(List<SchemaElement> elements)
    {
        var leaves = new List<FileLeaf>();
        if (elements.Count == 0) { throw new ParquetFormatException("the schema is empty", 0); }

        var next = 1;
        for (var child = 0; child < elements[0].ChildCount; child++) { Add(elements, ref next, [], leaves); }
        return leaves;
    }

    private static void Add(List<SchemaElement> elements, ref int next, SchemaElement[] above, List<FileLeaf> leaves)
    {
        if (next >= elements.Count || above.Length > MaximumDepth) { throw new ParquetFormatException("the schema's tree does not close", 0); }

        SchemaElement[] path = [.. above, elements[next++]];
        if (path[^1].Type is { } type)
        {
            leaves.Add(new FileLeaf([.. path.Select(node => node.Name)], type, path.Count(node => node.Repetition == Repetition.Repeated), DefinitionsOf(path)));
            return;
        }

        for (var child = 0; child < path[^1].ChildCount; child++) { Add(elements, ref next, path, leaves); }
    }

    private static int[] DefinitionsOf(SchemaElement[] path)
    {
        var levels = new List<int> { 0 };
        var ours = 0;
        for (var i = 0; i < path.Length; i++)
        {
            var isMapKey = i == path.Length - 1 && path[i].Name == "key" && i > 0 && path[i - 1].Repetition == Repetition.Repeated;
            if (!isMapKey) { ours++; }

            // A required node is there as soon as what lies above it is: it shares the level.
            if (path[i].Repetition == Repetition.Required) { levels[^1] = ours; }
            else { levels.Add(ours); }
        }

        return [.. levels];
    }
}
