using System.Text;
using Pipeline.Parquet;

namespace Pipeline.Facts;

/// <summary>Turns a text column into small integers, one look-up for each distinct entry.</summary>
internal static class TextCodes
{
    /// <summary>For every row what <paramref name="map"/> makes of its text; null rows are mapped as an empty text.</summary>
    public static int[] Map(Column column, Func<string, int> map)
    {
        var texts = column.Texts!;
        var result = new int[column.Count];
        if (texts.Codes is not { } codes) { return MapPlain(column, texts, map, result); }

        var entries = new int[texts.EntryCount];
        for (var i = 0; i < entries.Length; i++) { entries[i] = map(Encoding.UTF8.GetString(texts.Entry(i))); }
        var absent = column.Validity is null ? 0 : map("");
        for (var i = 0; i < result.Length; i++) { result[i] = column.HasValue(i) ? entries[codes[i]] : absent; }
        return result;
    }

    // Plain columns of few distinct texts come in runs: the last answer is usually the next.
    private static int[] MapPlain(Column column, TextValues texts, Func<string, int> map, int[] result)
    {
        var last = -1;
        for (var i = 0; i < result.Length; i++)
        {
            if (last >= 0 && texts.Entry(i).SequenceEqual(texts.Entry(last)))
            {
                result[i] = result[last];
                continue;
            }

            result[i] = map(column.HasValue(i) ? texts.RowText(i) : "");
            last = i;
        }

        return result;
    }
}
