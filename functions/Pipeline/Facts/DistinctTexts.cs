using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Pipeline.Parquet;

namespace Pipeline.Facts;

/// <summary>Numbers the distinct combinations of some text columns, in order of appearance and across batches.</summary>
internal sealed class DistinctTexts(ImmutableArray<string> columns)
{
    private readonly Dictionary<string, int> _textNumbers = new(StringComparer.Ordinal);
    private readonly List<string> _texts = [];
    private readonly Dictionary<(int Before, int Text), int> _steps = [];
    private readonly List<ImmutableArray<string>> _combinations = [];

    /// <summary>The combinations; each has one text for each column.</summary>
    public IReadOnlyList<ImmutableArray<string>> Combinations => _combinations;

    /// <summary>For each row the number of its combination.</summary>
    public int[] NumbersOf(ColumnBatch rows)
    {
        var codes = new int[columns.Length][];
        for (var i = 0; i < codes.Length; i++) { codes[i] = TextCodes.Map(rows[columns[i]], NumberOfText); }

        var numbers = new int[rows.RowCount];
        for (var row = 0; row < numbers.Length; row++)
        {
            // Equal combinations come in runs: a batch is one export.
            numbers[row] = row > 0 && IsRun(codes, row) ? numbers[row - 1] : NumberOf(codes, row);
        }

        return numbers;
    }

    /// <summary>The number of a combination that may not have appeared yet.</summary>
    public int NumberOf(params ReadOnlySpan<string> texts)
    {
        Span<int> codes = stackalloc int[texts.Length];
        for (var i = 0; i < codes.Length; i++) { codes[i] = NumberOfText(texts[i]); }
        return Walk(codes);
    }

    private static bool IsRun(int[][] codes, int row)
    {
        foreach (var column in codes)
        {
            if (column[row] != column[row - 1]) { return false; }
        }

        return true;
    }

    private int NumberOf(int[][] codes, int row)
    {
        Span<int> path = stackalloc int[codes.Length];
        for (var i = 0; i < path.Length; i++) { path[i] = codes[i][row]; }
        return Walk(path);
    }

    // Each step's node is numbered below -1, the last one is the combination, from 0.
    private int Walk(ReadOnlySpan<int> path)
    {
        var node = -1;
        for (var i = 0; i < path.Length; i++)
        {
            var isLast = i == path.Length - 1;
            ref var next = ref CollectionsMarshal.GetValueRefOrAddDefault(_steps, (node, path[i]), out var isKnown);
            if (!isKnown) { next = isLast ? _combinations.Count : -1 - _steps.Count; }
            if (!isKnown && isLast) { AddCombination(path); }
            node = next;
        }

        return node;
    }

    private void AddCombination(ReadOnlySpan<int> path)
    {
        var texts = ImmutableArray.CreateBuilder<string>(path.Length);
        foreach (var code in path) { texts.Add(_texts[code]); }
        _combinations.Add(texts.MoveToImmutable());
    }

    private int NumberOfText(string text)
    {
        ref var number = ref CollectionsMarshal.GetValueRefOrAddDefault(_textNumbers, text, out var isKnown);
        if (isKnown) { return number; }
        number = _texts.Count;
        _texts.Add(text);
        return number;
    }
}
