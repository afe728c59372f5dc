using System.Collections.Immutable;
using System.Text;

namespace Pipeline.Parse.Reading;

/// <summary>A condition applied to one file.</summary>
internal sealed class ConditionPlan
{
    private readonly CellSource[] _sources;
    private readonly byte[][] _plain;
    private readonly string[] _texts;
    private readonly bool _isNegated;
    private readonly bool _takesBlank;

    public ConditionPlan(CellSource[] sources, ImmutableArray<string> values, bool isNegated)
    {
        _sources = sources;
        _isNegated = isNegated;
        _takesBlank = values.Contains("", StringComparer.Ordinal);
        _texts = [.. values.Where(value => value.Length > 0).Select(HeaderName.NormaliseLabel)];
        _plain = [.. _texts.Where(text => Ascii.IsValid(text)).Select(Encoding.UTF8.GetBytes)];
    }

    public bool Holds(CellReader cells, int row) => Matches(cells.Read(row, _sources)) != _isNegated;

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
