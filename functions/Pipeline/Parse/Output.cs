using System.Collections.Immutable;
using Pipeline.Model;

namespace Pipeline.Parse;

/// <summary>One table that the rows of an export become.</summary>
public sealed record Output
{
    public required FactTable Table { get; init; }

    /// <summary>Decides between sources of the same key: the higher one wins over the newer one. An export of the object itself is 0, weaker evidence is below; what can never be taken back, such as a merge, is above.</summary>
    public int Authority { get; init; }

    /// <summary>What is read into the table's columns. Columns that are not named are null, and the envelope is filled by the engine.</summary>
    /// <remarks>
    /// <c>is_deleted</c>, <c>deleted_at</c> and <c>snapshot_at</c> may be mapped as well. <c>currency_assumed</c> is always the engine's.
    /// A mapping whose columns the file lacks is null throughout; where the table asks for a value, the file is refused.
    /// </remarks>
    public required ImmutableArray<Mapping> Columns { get; init; }

    /// <summary>Only rows for which all of these hold feed the table. A row that feeds no table is excluded as <c>no_fact</c>.</summary>
    public ImmutableArray<Condition> Where { get; init; } = [];

    /// <summary>When set, each non-blank cell under a matching header is a row of the table.</summary>
    public Unpivot? Unpivot { get; init; }

    /// <summary>In JSON the nested list whose items are the rows: <c>lines.data[]</c>; empty for the objects themselves.</summary>
    /// <remarks>The item's values are <c>lines.data[].amount</c>, those of the object around it keep their names.</remarks>
    public string RowsOf { get; init; } = "";
}

/// <summary>Columns whose header carries data: each non-blank cell becomes a row.</summary>
/// <remarks>
/// A pattern is a header with captures in braces: <c>Date entered "{stage} ({pipeline})"</c>. The first pattern that fits a header is used; an earlier capture takes as much as it can.
/// Mappings read the cell as <c>{value}</c> and the captures by their names: <c>{stage}</c>.
/// </remarks>
public sealed record Unpivot(params ImmutableArray<string> Patterns);
