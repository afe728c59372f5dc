using System.Collections.Immutable;
using System.Text;

namespace Pipeline.Parse;

/// <summary>A header with captures: <c>Date entered "{stage} ({pipeline})"</c>.</summary>
internal sealed class HeaderPattern
{
    private readonly ImmutableArray<string> _literals;
    private readonly ImmutableArray<string> _captures;

    public HeaderPattern(string pattern)
    {
        var literals = ImmutableArray.CreateBuilder<string>();
        var captures = ImmutableArray.CreateBuilder<string>();
        var position = 0;
        for (var open = pattern.IndexOf('{', StringComparison.Ordinal); open >= 0; open = pattern.IndexOf('{', position))
        {
            var close = pattern.IndexOf('}', open);
            literals.Add(pattern[position..open]);
            captures.Add(pattern[open..(close + 1)]);
            position = close + 1;
        }

        literals.Add(pattern[position..]);
        _literals = literals.ToImmutable();
        _captures = captures.ToImmutable();
    }

    /// <summary>The captures of a header, by name with braces, or <see langword="null"/> when it does not fit.</summary>
    /// <remarks>Literals are compared without regard to case and quote style; captures keep their spelling.</remarks>
    public Dictionary<string, string>? Match(string header)
    {
        var text = Straighten(header);
        var captured = new Dictionary<string, string>(StringComparer.Ordinal);
        if (!text.StartsWith(Straighten(_literals[0]), StringComparison.OrdinalIgnoreCase)) { return null; }
        var start = _literals[0].Length;
        var end = text.Length;
        // From the right, so that an earlier capture takes as much as it can.
        for (var i = _captures.Length - 1; i >= 0; i--)
        {
            var literal = Straighten(_literals[i + 1]);
            var at = i == _captures.Length - 1
                ? (text.EndsWith(literal, StringComparison.OrdinalIgnoreCase) ? text.Length - literal.Length : -1)
                : text[..end].LastIndexOf(literal, StringComparison.OrdinalIgnoreCase);
            if (at < start) { return null; }
            var from = i == 0 ? start : text[..at].LastIndexOf(Straighten(_literals[i]), StringComparison.OrdinalIgnoreCase) + _literals[i].Length;
            if (from >= at || from < start) { return null; }
            captured[_captures[i]] = text[from..at].Trim();
            end = from;
        }

        return captured;
    }

    private static string Straighten(string text)
    {
        var straight = new StringBuilder(text.Length);
        foreach (var character in text.Normalize(NormalizationForm.FormKC))
        {
            straight.Append(character switch { '\u201C' or '\u201D' or '\u201E' => '"', '\u2018' or '\u2019' => '\'', '\u00A0' => ' ', _ => character });
        }

        return straight.ToString().Trim('\uFEFF');
    }
}
