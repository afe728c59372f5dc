using System.Collections.Immutable;

namespace Pipeline.Parse.Json;

/// <summary>The columns that a source reads from JSON objects: every name it uses, since any object may have any of them.</summary>
internal static class JsonColumns
{
    public static ImmutableArray<string> Of(SourceDefinition source)
    {
        var headers = source.Outputs.SelectMany(Headers)
            .Concat(source.Exclusions.SelectMany(exclusion => exclusion.When).SelectMany(Headers))
            .Append(source.Account)
            .Append(source.Watermark);
        return [.. headers.SelectMany(header => header.Names).Where(name => !name.StartsWith('{')).Distinct(StringComparer.Ordinal)];
    }

    private static IEnumerable<Header> Headers(Output output) =>
        output.Columns.SelectMany(mapping => mapping.From).Concat(output.Where.SelectMany(Headers));

    private static IEnumerable<Header> Headers(Condition condition) => [condition.Column, condition.SameAs];
}
