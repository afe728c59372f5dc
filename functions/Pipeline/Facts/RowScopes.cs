using System.Collections.Immutable;
using Pipeline.Model;
using Pipeline.Parquet;

namespace Pipeline.Facts;

/// <summary>Which systems, accounts and objects rows speak of.</summary>
internal static class RowScopes
{
    public static ImmutableArray<string> Columns { get; } = [Envelope.SourceSystem, Envelope.SourceAccount, Envelope.SourceObject];

    public static ImmutableArray<SourceScope> Of(ColumnBatch rows)
    {
        var distinct = new DistinctTexts(Columns);
        distinct.NumbersOf(rows);
        return [.. distinct.Combinations.Select(texts => new SourceScope(texts[0], texts[1], texts[2]))];
    }
}
