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

    /// <summary>For tables that replace days: which days of which account the export covers. One for each account.</summary>
    public ImmutableArray<CoveredDays> Coverage { get; init; } = [];

    /// <summary>Set when the rest of the file could not be read, or its totals do not fit its rows. Then nothing of it may become a fact.</summary>
    public ExportRefused? Refused { get; init; }
}

/// <summary>Days of an account that an export speaks for, both ends included.</summary>
public sealed record CoveredDays(string Account, DateOnly First, DateOnly Last);
