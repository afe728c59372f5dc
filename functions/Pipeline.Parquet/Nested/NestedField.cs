using System.Collections.Immutable;

namespace Pipeline.Parquet.Nested;

/// <summary>What a field of a nested record holds. Every field may be absent.</summary>
public enum NestedKind
{
    /// <summary>Named fields of its own.</summary>
    Struct,

    /// <summary>Texts by text; a value may be absent, a key may not.</summary>
    TextMap,

    /// <summary>Texts in order.</summary>
    TextList,
    Text,
    Int32,
    Int64,
    Boolean,
}

/// <summary>A field of a nested record: just the shapes that table logs need. Tables of data are flat.</summary>
public sealed record NestedField(string Name, NestedKind Kind, ImmutableArray<NestedField> Children)
{
    public NestedField(string name, NestedKind kind)
        : this(name, kind, [])
    {
    }

    /// <summary>A structure of <paramref name="children"/>.</summary>
    public static NestedField Struct(string name, params ImmutableArray<NestedField> children) => new(name, NestedKind.Struct, children);
}
