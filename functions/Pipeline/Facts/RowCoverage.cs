using System.Collections.Immutable;
using Pipeline.Model;
using Pipeline.Parquet;

namespace Pipeline.Facts;

/// <summary>Which days of which costs spend rows cover. Exports replace each other's days within a system, account, channel and cost type.</summary>
internal static class RowCoverage
{
    public const string Day = "spend_date";

    /// <summary>What a cost is a part of.</summary>
    public static ImmutableArray<string> Scope { get; } = [Envelope.SourceSystem, Envelope.SourceAccount, "channel", "cost_type"];

    public static ImmutableArray<CoveredDays> Of(ColumnBatch rows)
    {
        var distinct = new DistinctTexts(Scope);
        var scopes = distinct.NumbersOf(rows);
        var days = rows[Day].Int32s;
        var ranges = new (int First, int Last)[distinct.Combinations.Count];
        Array.Fill(ranges, (int.MaxValue, int.MinValue));
        for (var i = 0; i < scopes.Length; i++)
        {
            ref var range = ref ranges[scopes[i]];
            range = (Math.Min(range.First, days[i]), Math.Max(range.Last, days[i]));
        }

        return [.. distinct.Combinations.Select((texts, i) => new CoveredDays(texts[0], texts[1], texts[2], texts[3], ranges[i].First, ranges[i].Last))];
    }
}
