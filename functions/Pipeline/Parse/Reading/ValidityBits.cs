namespace Pipeline.Parse.Reading;

/// <summary>Which rows of a column under construction have a value.</summary>
internal readonly struct ValidityBits
{
    private readonly ulong[] _words;
    private readonly int[] _nulls;

    public ValidityBits(ColumnArena arena, int count)
    {
        _words = arena.Rent<ulong>(Math.Max(1, (count + 63) >> 6));
        Array.Fill(_words, ulong.MaxValue);
        _nulls = new int[1];
    }

    public void SetNull(int index)
    {
        _words[index >> 6] &= ~(1UL << (index & 63));
        _nulls[0]++;
    }

    /// <summary>The bits, or <see langword="null"/> when every row has a value.</summary>
    public ulong[]? Words => _nulls[0] == 0 ? null : _words;
}
