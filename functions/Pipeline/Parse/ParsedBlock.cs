using System.Collections.Immutable;
using Pipeline.Model;

namespace Pipeline.Parse;

/// <summary>What some rows of an export became. Its columns live only until the worker's callback returns.</summary>
public sealed record ParsedBlock
{
    /// <summary>The rows that can be used, by table. A table may come more than once.</summary>
    public required ImmutableArray<TableBatch> Tables { get; init; }

    /// <summary>One for each row that cannot, in file order.</summary>
    public required ImmutableArray<Rejection> Rejections { get; init; }

    public required RowCounts Counts { get; init; }

    /// <summary>What should be looked at, by kind: <c>currency_assumed</c>, <c>rounded</c>, <c>truncated_list</c>.</summary>
    public required ImmutableSortedDictionary<string, long> Warnings { get; init; }
}

/// <summary>What became of the rows of an export: every one was accepted, quarantined or excluded.</summary>
public sealed record RowCounts
{
    public static RowCounts Zero { get; } = new();

    public long RowsIn { get; init; }

    public long Accepted { get; init; }

    public long Quarantined { get; init; }

    /// <summary>Rows that are not facts, by reason: <c>total_row</c>, <c>blank_row</c>, <c>footer</c>, <c>test_mode</c>, <c>no_fact</c>.</summary>
    public ImmutableSortedDictionary<string, long> Excluded { get; init; } = Tally.Empty;

    public RowCounts Plus(RowCounts other) => new()
    {
        RowsIn = RowsIn + other.RowsIn,
        Accepted = Accepted + other.Accepted,
        Quarantined = Quarantined + other.Quarantined,
        Excluded = Tally.Add(Excluded, other.Excluded),
    };

    /// <exception cref="InvalidOperationException">The counts do not add up: a row was lost or counted twice, which is a bug of ours.</exception>
    public RowCounts Checked() => RowsIn == Accepted + Quarantined + Excluded.Values.Sum()
        ? this
        : throw new InvalidOperationException($"{RowsIn} rows in, but {Accepted} accepted, {Quarantined} quarantined and {Excluded.Values.Sum()} excluded");
}

/// <summary>Counts by name.</summary>
internal static class Tally
{
    public static ImmutableSortedDictionary<string, long> Empty { get; } = ImmutableSortedDictionary.Create<string, long>(StringComparer.Ordinal);

    public static ImmutableSortedDictionary<string, long> Add(ImmutableSortedDictionary<string, long> counts, ImmutableSortedDictionary<string, long> more)
    {
        foreach (var (name, count) in more) { counts = Add(counts, name, count); }
        return counts;
    }

    public static ImmutableSortedDictionary<string, long> Add(ImmutableSortedDictionary<string, long> counts, string name, long count) =>
        count == 0 ? counts : counts.SetItem(name, counts.GetValueOrDefault(name) + count);
}
