using Pipeline.Parquet;

namespace Pipeline.Metrics.Tables;

/// <summary>Collects the values of a column of numbers that may be null.</summary>
/// <param name="expected">About how many there will be.</param>
internal sealed class NumberColumn<T>(int expected = 256)
    where T : struct
{
    private T[] _values = new T[Math.Max(expected, 16)];
    private ulong[] _validity = new ulong[(expected >> 6) + 1];
    private bool _hasNulls;

    public int Count { get; private set; }

    public void Add(T? value)
    {
        var row = Count++;
        if (row == _values.Length) { Array.Resize(ref _values, row * 2); }
        if ((row >> 6) >= _validity.Length) { Array.Resize(ref _validity, _validity.Length * 2); }
        if (value is null) { _hasNulls = true; }
        else { _validity[row >> 6] |= 1UL << (row & 63); }
        _values[row] = value.GetValueOrDefault();
    }

    /// <summary>Builds the column with the factory of its type, such as <see cref="Column.OfDecimals"/>.</summary>
    public Column Build(Func<T[], int, ulong[]?, Column> factory) => factory(_values, Count, _hasNulls ? _validity : null);
}
