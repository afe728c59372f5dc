namespace Pipeline.Parse;

/// <summary>Finds contradictions in a declaration before it meets a file.</summary>
internal static class SourceCheck
{
    /// <exception cref="ArgumentException">The declaration cannot work; the message says where.</exception>
    public static void Check(SourceDefinition source)
    {
        if (source.IgnoredBecause is null == source.Outputs.IsEmpty) { throw new ArgumentException($"{source.Name}: a source has outputs or says why it is ignored, not both"); }
        foreach (var output in source.Outputs) { Check(source, output); }
    }

    private static void Check(SourceDefinition source, Output output)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var mapping in output.Columns)
        {
            if (output.Table.Schema.IndexOf(mapping.Column) < 0) { throw new ArgumentException($"{source.Name}: {output.Table.Name} has no column '{mapping.Column}'"); }
            if (!seen.Add(mapping.Column)) { throw new ArgumentException($"{source.Name}: {output.Table.Name}.{mapping.Column} is read twice; use OrElse"); }
        }

        foreach (var column in output.Table.Columns.Where(column => !column.Nullable))
        {
            var isFilled = Model.Envelope.Columns.Contains(column) || column.Name is "currency";
            if (!isFilled && !seen.Contains(column.Name)) { throw new ArgumentException($"{source.Name}: {output.Table.Name}.{column.Name} needs a value and nothing is read into it"); }
        }
    }
}
