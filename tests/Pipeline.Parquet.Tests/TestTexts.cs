using System.Text;

namespace Pipeline.Parquet.Tests;

/// <summary>Builds text columns from strings.</summary>
internal static class TestTexts
{
    public static TextValues Plain(params string[] values)
    {
        var bytes = values.Select(Encoding.UTF8.GetBytes).ToArray();
        var offsets = new int[values.Length + 1];
        for (var i = 0; i < bytes.Length; i++) { offsets[i + 1] = offsets[i] + bytes[i].Length; }
        return new TextValues([.. bytes.SelectMany(value => value)], offsets, values.Length, Codes: null);
    }
}
