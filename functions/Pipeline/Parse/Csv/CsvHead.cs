using System.Collections.Immutable;
using System.Text;

namespace Pipeline.Parse.Csv;

/// <summary>A row near the top of a text file, under one delimiter.</summary>
/// <param name="Cells">Its cells, without quotes.</param>
/// <param name="End">Bytes up to the end of the row.</param>
internal readonly record struct HeadRow(ImmutableArray<string> Cells, int End);

/// <summary>Reads the top of a text file as rows.</summary>
internal static class CsvHead
{
    public static readonly ImmutableArray<byte> Delimiters = [(byte)',', (byte)';', (byte)'\t', (byte)'|'];

    /// <summary>The first rows.</summary>
    /// <param name="head">The first bytes of the file, in UTF-8.</param>
    /// <param name="delimiter">Between cells.</param>
    /// <param name="limit">How many rows are read.</param>
    /// <param name="isWhole">Whether the file ends where the bytes do.</param>
    public static List<HeadRow> Read(ReadOnlySpan<byte> head, byte delimiter, int limit, bool isWhole)
    {
        var rows = new List<HeadRow>();
        var ends = new List<int>();
        var position = 0;
        while (position < head.Length && rows.Count < limit)
        {
            var next = CsvReference.ReadRow(head, position, delimiter, isWhole, ends, out _);
            if (next < 0) { break; }
            rows.Add(new(Cells(head, position, ends), next));
            position = next;
        }

        return rows;
    }

    private static ImmutableArray<string> Cells(ReadOnlySpan<byte> head, int start, List<int> ends)
    {
        var cells = ImmutableArray.CreateBuilder<string>(ends.Count);
        foreach (var end in ends)
        {
            cells.Add(Unquote(Encoding.UTF8.GetString(head[start..end]).Trim().Trim('\uFEFF')));
            start = end + 1;
        }

        return cells.ToImmutable();
    }

    private static string Unquote(string cell) =>
        cell.Length >= 2 && cell[0] == '"' && cell[^1] == '"' ? cell[1..^1].Replace("\"\"", "\"", StringComparison.Ordinal).Trim() : cell;
}
