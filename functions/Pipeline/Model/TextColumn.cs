using System.Text;
using Pipeline.Parquet;

namespace Pipeline.Model;

/// <summary>Columns from strings, for the small tables at the edges. The belt itself never makes strings.</summary>
public static class TextColumn
{
    /// <summary>A dictionary-coded column; <see langword="null"/> is null.</summary>
    public static Column Of(IReadOnlyList<string?> values)
    {
        var codes = new int[values.Count];
        var validity = new ulong[(values.Count + 63) / 64];
        var numbers = new Dictionary<string, int>(StringComparer.Ordinal);
        var bytes = new List<byte>();
        var offsets = new List<int> { 0 };
        var nulls = 0;
        for (var i = 0; i < values.Count; i++)
        {
            if (values[i] is not { } value)
            {
                nulls++;
                continue;
            }

            validity[i >> 6] |= 1UL << (i & 63);
            if (!numbers.TryGetValue(value, out codes[i]))
            {
                codes[i] = numbers.Count;
                numbers.Add(value, codes[i]);
                bytes.AddRange(Encoding.UTF8.GetBytes(value));
                offsets.Add(bytes.Count);
            }
        }

        return Column.OfTexts(new TextValues([.. bytes], [.. offsets], numbers.Count, codes), values.Count, nulls == 0 ? null : validity);
    }
}
