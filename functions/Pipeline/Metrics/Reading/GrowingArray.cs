namespace Pipeline.Metrics.Reading;

/// <summary>An array by dense number that grows as numbers come; slots not yet set hold a given value.</summary>
internal sealed class GrowingArray<T>(T unset)
{
    private T[] _values = [];

    public T this[int index]
    {
        get => unchecked((uint)index) < (uint)_values.Length ? _values[index] : unset;
        set
        {
            if (unchecked((uint)index) >= (uint)_values.Length) { Grow(index + 1); }
            _values[index] = value;
        }
    }

    private void Grow(int needed)
    {
        var old = _values.Length;
        Array.Resize(ref _values, Math.Max(needed, Math.Max(256, old * 2)));
        Array.Fill(_values, unset, old, _values.Length - old);
    }
}
