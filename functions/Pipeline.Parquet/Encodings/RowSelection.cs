namespace Pipeline.Parquet.Encodings;

/// <summary>The rows that have a value: all of them, or the ones listed.</summary>
/// <param name="Count">How many there are.</param>
/// <param name="Rows">Their positions in rising order, or <see langword="null"/> for the first <paramref name="Count"/> rows.</param>
internal readonly record struct RowSelection(int Count, int[]? Rows)
{
    public int this[int index] => Rows is null ? index : Rows[index];
}
