using System.Collections.Immutable;
using System.Text;

namespace Pipeline.Parse.Reading;

/// <summary>A condition applied to one file.</summary>
internal sealed class ConditionPlan
{
    private readonly CellSource[] _sources;
    private readonly CellSource[]? _other;
    private readonly byte[][] _plain;
    private readonly string[] _texts;
    private readonly bool _isNegated;
    private readonly bool _takesBlank;

    /// <param name="sources">The cell.</param>
    /// <param name="values">What it must be one of.</param>
    /// <param name="isNegated">Whether it must be none of them.</param>
    /// <param name="other">The cell that it is compared with instead, or <see langword="null"/>.</param>
    public ConditionPlan(CellSource[] sources, ImmutableArray<string> values, bool isNegated, CellSource[]? other = null)
    {
        _sources = sources;
        _other = other;
        _isNegated = isNegated;
        _takesBlank = values.Contains("", StringComparer.Ordinal);
        _texts = [.. values.Where(value => value.Length > 0).Select(HeaderName.NormaliseLabel)];
        _plain = [.. _texts.Where(text => Ascii.IsValid(text)).Select(Encoding.UTF8.GetBytes)];
    }

    public bool Holds(CellReader cells, int row) => (_other is null ? Matches(cells.Read(row, _sources)) : IsSame(cells, row, _other)) != _isNegated;

    private bool IsSame(CellReader cells, int row, CellSource[] other)
    {
        // The first cell may lie in a buffer that reading the second one writes to.
        var first = Encoding.UTF8.GetString(cells.Read(row, _sources));
        return first.Length > 0 && string.Equals(HeaderName.NormaliseLabel(first), HeaderName.NormaliseLabel(Encoding.UTF8.GetString(cells.Read(row, other))), StringComparison.Ordinal);
    }

    private bool Matches(ReadOnlySpan<byte> cell)
    {
        if (cell.IsEmpty) { return _takesBlank; }
        foreach (var text in _plain)
        {
            if (cell.Length == text.Length && Ascii.EqualsIgnoreCase(cell, text)) { return true; }
        }

        return !Ascii.IsValid(cell) && _texts.Contains(HeaderName.NormaliseLabel(Encoding.UTF8.GetString(cell)), StringComparer.Ordinal);
    }
}
