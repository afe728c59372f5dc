using System.Collections;
using System.Collections.Immutable;
using System.Runtime.CompilerServices;

namespace Pipeline.Parse;

/// <summary>The names under which exports show one column, in any language: <c>["Day", "Día", "天"]</c>. Empty means no column.</summary>
/// <remarks>
/// Names match without regard to case, white space, byte order marks, quote style and Unicode form (NFKC). The first name that the file has is the column.
/// A name with <c>{currency}</c> (<c>Amount spent ({currency})</c>) matches any ISO code there and gives the file its currency.
/// Names wholly in braces are not columns of the file: <c>{value}</c> and the captures of an <see cref="Unpivot"/>, <c>{section}</c>, <c>{sheet}</c>, <c>{row}</c>.
/// In JSON a nested value is called <c>status_transitions.paid_at</c>, and a value of a nested list's item <c>lines.data[].amount</c>.
/// </remarks>
[CollectionBuilder(typeof(Header), nameof(Create))]
public sealed record Header : IEnumerable<string>
{
    private Header(ImmutableArray<string> names) => Names = names;

    /// <summary>No column.</summary>
    public static Header None { get; } = new(ImmutableArray<string>.Empty);

    public ImmutableArray<string> Names { get; }

    /// <summary>The names in the form in which they are compared; made once, for every file is held against every source.</summary>
    internal ImmutableArray<string> Normalised
    {
        get
        {
            if (field.IsDefault) { field = [.. Names.Select(HeaderName.Normalise)]; }
            return field;
        }
    }

    public bool IsEmpty => Names.IsEmpty;

    public static Header Create(ReadOnlySpan<string> names) => new(ImmutableArray.Create(names));

    public bool Equals(Header? other) => other is not null && Names.AsSpan().SequenceEqual(other.Names.AsSpan());

    public override int GetHashCode() => Names.IsEmpty ? 0 : Names[0].GetHashCode(StringComparison.Ordinal);

    public override string ToString() => string.Join(" | ", Names);

    public IEnumerator<string> GetEnumerator() => ((IEnumerable<string>)Names).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
