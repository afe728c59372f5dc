using System.Text;
using Pipeline.Parquet;

namespace Pipeline.Metrics.Tables;

/// <summary>Collects the texts of a column, dictionary-coded.</summary>
internal sealed class TextColumn
{
    private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);
    private readonly List<int> _codes = [];
    private readonly List<byte> _bytes = [];
    private readonly List<int> _offsets = [0];
    private readonly List<bool> _nulls = [];

    public void Add(string? text)
    {
        _nulls.Add(text is null);
        _codes.Add(text is null ? 0 : Number(text));
    }

    public Column Build()
    {
        var hasNulls = _nulls.Contains(true);
        var values = new TextValues([.. _bytes], [.. _offsets], _numbers.Count, [.. _codes]);
        return Column.OfTexts(values, _codes.Count, hasNulls ? Validity() : null);
    }

    private ulong[] Validity()
    {
        var validity = new ulong[(_nulls.Count + 63) / 64];
        for (var row = 0; row < _nulls.Count; row++)
        {
            if (!_nulls[row]) { validity[row >> 6] |= 1UL << (row & 63); }
        }

        return validity;
    }

    private int Number(string text)
    {
        if (_numbers.TryGetValue(text, out var number)) { return number; }
        _numbers[text] = number = _numbers.Count;
        _bytes.AddRange(Encoding.UTF8.GetBytes(text));
        _offsets.Add(_bytes.Count);
        return number;
    }
}
