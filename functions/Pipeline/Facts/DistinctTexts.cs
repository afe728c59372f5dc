using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Pipeline.Parquet;

namespace Pipeline.Facts;

/// <summary>Numbers the distinct combinations of some text columns, in order of appearance and across batches.</summary>
internal sealed class DistinctTexts(ImmutableArray<string> columns)
{
    /// <summary>A table of so many places is less work than the look-ups it saves.</summary>
    private const int MostPlaces = 1 << 15;

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
        var known = PlacesOf(codes.Length) is > 0 and var places ? new int[places] : null;
        for (var row = 0; row < numbers.Length; row++)
        {
            // Equal combinations come in runs: a batch is one export.
            numbers[row] = row > 0 && IsRun(codes, row) ? numbers[row - 1] : NumberOf(codes, row, known);
        }

        return numbers;
    }

    /// <summary>How many combinations there could be of the texts that are known; 0 when they are too many for a table.</summary>
    private int PlacesOf(int columnCount)
    {
        var places = 1L;
        for (var i = 0; i < columnCount && places <= MostPlaces; i++) { places *= Math.Max(1, _texts.Count); }
        return places <= MostPlaces ? (int)places : 0;
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

    /// <param name="codes">For each column the text of every row.</param>
    /// <param name="row">Which row.</param>
    /// <param name="known">One more than the number of each combination that appeared, at its place among all; <see langword="null"/> when there is no such table.</param>
    private int NumberOf(int[][] codes, int row, int[]? known)
    {
        Span<int> path = stackalloc int[codes.Length];
        var place = 0;
        for (var i = 0; i < path.Length; i++)
        {
            path[i] = codes[i][row];
            place = known is null ? 0 : (place * _texts.Count) + path[i];
        }

        if (known is null) { return Walk(path); }
        if (known[place] == 0) { known[place] = Walk(path) + 1; }
        return known[place] - 1;
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
