using System.Collections.Immutable;

namespace Pipeline.Parse.Reading;

/// <summary>What outlives a block.</summary>
internal sealed record BlockSummary(RowCounts Counts, ImmutableSortedDictionary<string, long> Warnings, ControlTotals Controls);

/// <summary>The sum of a column over the rows, and what total rows say it is. Unscaled, with six decimals.</summary>
/// <param name="Sum">Of all rows that are not excluded, those in quarantine included: their money was exported too.</param>
/// <param name="IsReadable">Whether every cell was a number.</param>
/// <param name="Declared">What the total rows say.</param>
internal sealed record ControlTotals(Int128 Sum, bool IsReadable, ImmutableArray<long> Declared)
{
    public const int Scale = 6;

    /// <summary>The exports' own numbers are rounded to cents.</summary>
    private const long Tolerance = 10_000;

    public static ControlTotals None { get; } = new(0, true, []);

    public ControlTotals Plus(ControlTotals other) => new(Sum + other.Sum, IsReadable && other.IsReadable, Declared.AddRange(other.Declared));

    /// <summary>Whether there are total rows and none of them fits. A report may hold totals of several levels; one must be the sum.</summary>
    public bool Contradict(out decimal sum, out decimal total)
    {
        sum = (decimal)Sum / 1_000_000;
        total = Declared.IsEmpty ? 0 : Declared[0] / 1_000_000m;
        return IsReadable && !Declared.IsEmpty && Declared.All(declared => Int128.Abs(Sum - declared) > Tolerance);
    }
}
