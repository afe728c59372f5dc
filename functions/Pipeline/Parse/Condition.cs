using System.Collections.Immutable;

namespace Pipeline.Parse;

/// <summary>A test of one cell. A column that the file lacks is blank in every row.</summary>
/// <remarks>Texts are compared trimmed, without regard to case and in Unicode form NFKC. Null tokens are blank.</remarks>
/// <param name="Column">The column.</param>
/// <param name="Values">Texts of which the cell must be one; an empty text stands for a blank cell.</param>
/// <param name="IsNegated">Whether the cell must be none of them instead.</param>
public sealed record Condition(Header Column, ImmutableArray<string> Values, bool IsNegated = false)
{
    /// <summary>When set, the cell is compared with this column's cell of the same row instead of with <see cref="Values"/>. Two blank cells are not the same.</summary>
    public Header SameAs { get; init; } = Header.None;

    public static Condition Is(Header column, params ImmutableArray<string> values) => new(column, values);

    public static Condition IsNot(Header column, params ImmutableArray<string> values) => new(column, values, IsNegated: true);

    public static Condition IsBlank(Header column) => new(column, [""]);

    public static Condition IsSame(Header column, Header other) => new(column, []) { SameAs = other };

    public static Condition HasValue(Header column) => new(column, [""], IsNegated: true);
}
