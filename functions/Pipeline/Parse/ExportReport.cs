using System.Collections.Immutable;
using Pipeline.Model;

namespace Pipeline.Parse;

/// <summary>What became of an export as a whole. Its facts may be committed only when it is not refused.</summary>
public sealed record ExportReport
{
    public required LandedExport Export { get; init; }

    public required string SourceName { get; init; }

    public required RowCounts Counts { get; init; }

    public required ImmutableSortedDictionary<string, long> Warnings { get; init; }

    /// <summary>The days that the report says it covers, also those on which nothing happened; <see langword="null"/> when it does not say.</summary>
    public DayRange? Days { get; init; }

    /// <summary>Set when the rest of the file could not be read, or its totals do not fit its rows. Then nothing of it may become a fact.</summary>
    public ExportRefused? Refused { get; init; }
}
