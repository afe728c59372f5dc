using System.Collections.Immutable;

namespace Pipeline.Parquet;

/// <summary>The name and type of one column.</summary>
/// <param name="Name">Lower case, <c>[a-z0-9_]</c> in the tables we write; any text in the files of others.</param>
/// <param name="Type">What it holds.</param>
/// <param name="Nullable">Whether a value may be absent.</param>
/// <param name="Precision">Digits of a <see cref="ColumnType.Decimal"/>, 1 to 18; otherwise 0.</param>
/// <param name="Scale">Digits after the point of a <see cref="ColumnType.Decimal"/>; otherwise 0.</param>
public sealed record ColumnSchema(string Name, ColumnType Type, bool Nullable = true, int Precision = 0, int Scale = 0);

/// <summary>The columns of a flat table, in file order.</summary>
public sealed record TableSchema(ImmutableArray<ColumnSchema> Columns)
{
    /// <summary>The position of the column called <paramref name="name"/> (exact, ordinal), or -1.</summary>
    public int IndexOf(string name)
    {
        for (var i = 0; i < Columns.Length; i++)
        {
            if (string.Equals(Columns[i].Name, name, StringComparison.Ordinal)) { return i; }
        }

        return -1;
    }

    public bool Equals(TableSchema? other) => other is not null && Columns.AsSpan().SequenceEqual(other.Columns.AsSpan());

    public override int GetHashCode()
    {
        var hash = default(HashCode);
        foreach (var column in Columns) { hash.Add(column); }
        return hash.ToHashCode();
    }
}
