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
        if (TryOne(rows) is { } only) { return [only]; }
        var distinct = new DistinctTexts(Columns);
        distinct.NumbersOf(rows);
        return [.. distinct.Combinations.Select(texts => new SourceScope(texts[0], texts[1], texts[2]))];
    }

    /// <summary>The scope that all rows share, as most blocks do: then no row is looked at.</summary>
    private static SourceScope? TryOne(ColumnBatch rows)
    {
        if (rows.RowCount == 0 || Columns.Any(name => rows[name] is not { Validity: null, Texts: { Codes: not null, EntryCount: 1 } })) { return null; }
        return new(rows[Columns[0]].Texts!.RowText(0), rows[Columns[1]].Texts!.RowText(0), rows[Columns[2]].Texts!.RowText(0));
    }
}
