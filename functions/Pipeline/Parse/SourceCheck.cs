using Pipeline.Model;
using Pipeline.Parquet;

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
            var type = output.Table.Schema.Columns[output.Table.Schema.IndexOf(mapping.Column)].Type;
            if (!Fits(mapping.Rule, type)) { throw new ArgumentException($"{source.Name}: {output.Table.Name}.{mapping.Column} is {type}, which rule {mapping.Rule} does not give"); }
            if (!seen.Add(mapping.Column)) { throw new ArgumentException($"{source.Name}: {output.Table.Name}.{mapping.Column} is read twice; use OrElse"); }
        }

        foreach (var column in Needed(output.Table).Where(column => !seen.Contains(column)))
        {
            throw new ArgumentException($"{source.Name}: {output.Table.Name}.{column} needs a value and nothing is read into it");
        }
    }

    /// <summary>The columns of a table that a source must read something into: those that are never null and that the belt does not fill itself.</summary>
    public static IEnumerable<string> Needed(FactTable table) =>
        table.Columns.Where(column => !column.Nullable && !Model.Envelope.Columns.Contains(column) && column.Name is not "currency").Select(column => column.Name);

    /// <summary>Whether a rule gives values of a type.</summary>
    public static bool Fits(ReadingRule rule, ColumnType type) => rule switch
    {
        ReadingRule.Constant => true,
        ReadingRule.Number or ReadingRule.Integer or ReadingRule.CreditMinusDebit or ReadingRule.SignedByPosting or ReadingRule.MinorUnits or ReadingRule.Reciprocal =>
            type is ColumnType.Decimal or ColumnType.Int64,
        ReadingRule.Enumeration => type is ColumnType.Text or ColumnType.Boolean or ColumnType.Int64 or ColumnType.Decimal,
        ReadingRule.Flag => type == ColumnType.Boolean,
        ReadingRule.Date => type == ColumnType.Date,
        ReadingRule.Instant or ReadingRule.InstantOrDay or ReadingRule.DayStart or ReadingRule.Watermark => type == ColumnType.Timestamp,
        _ => type == ColumnType.Text,
    };
}
