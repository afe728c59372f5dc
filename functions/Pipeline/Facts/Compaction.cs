using System.Collections.Immutable;

namespace Pipeline.Facts;

/// <summary>Chooses small parts to be joined, so that a table that many small files feed stays one of few parts.</summary>
/// <remarks>
/// Parts are of tiers by their rows, each eight times the one below. Eight parts of a tier make one of the next, so a row is copied once for each tier,
/// and a table of ten years of small daily files has about thirty parts. Joining ends early: whoever changes one row of a part writes all of it anew.
/// </remarks>
internal static class Compaction
{
    private const int Fan = 8;

    /// <summary>The most rows of a part of the lowest tier.</summary>
    private const long Smallest = 1_000;

    /// <summary>A part of so many rows is not joined any more: eight that are just smaller make the largest there is, of eight times as many.</summary>
    private const long Largest = 8_000;

    /// <summary>The positions of the parts to join: all of the lowest tier that has gathered enough, or none.</summary>
    public static ImmutableArray<int> Choose(ImmutableArray<Part> parts)
    {
        var tiers = Enumerable.Range(0, parts.Length)
            .Where(part => parts[part].File.RowCount < Largest)
            .GroupBy(part => TierOf(parts[part].File.RowCount))
            .Where(tier => tier.Count() >= Fan);
        return tiers.MinBy(tier => tier.Key) is { } chosen ? [.. chosen] : [];
    }

    private static int TierOf(long rows)
    {
        var tier = 0;
        for (var most = Smallest; rows > most; most *= Fan) { tier++; }
        return tier;
    }
}
