using System.Buffers;
using System.Globalization;
using System.Text;

namespace Pipeline.Parse.Reading;

/// <summary>A number without what people put around it.</summary>
/// <param name="Digits">Digits with at most one point and perhaps an exponent.</param>
/// <param name="IsNegative">By sign or parentheses.</param>
/// <param name="IsPercent">Whether a percent sign follows.</param>
/// <param name="Shift">3 for thousands, 6 for millions.</param>
internal readonly record struct NumberText(string Digits, bool IsNegative, bool IsPercent, int Shift)
{
    private static readonly SearchValues<char> Openers = SearchValues.Create("(.,0123456789");
    private static readonly SearchValues<char> Closers = SearchValues.Create(").,0123456789");

    /// <summary>Takes off currency marks, codes, parentheses, signs, percent and magnitude letters, and the marks between groups of digits.</summary>
    public static bool TryStrip(string text, NumberLocale locale, out NumberText number)
    {
        number = default;
        var isNegative = false;
        if (!TryPeel(text.Trim(), ref isNegative, out var core, out var tail)) { return false; }
        // "$(250.00)" has its parentheses inside, "($250.00)" outside.
        if (core.StartsWith('(') && (!TryPeel(core, ref isNegative, out core, out var inner) || inner.Length > 0)) { return false; }
        var shift = tail switch { "k" or "K" => 3, "m" or "M" => 6, _ => 0 };
        var isPercent = tail is "%";
        if (shift == 0 && !isPercent && !IsCurrencyMark(tail)) { return false; }
        if (!TryJoin(core, locale == NumberLocale.Comma ? ',' : '.', out var digits)) { return false; }
        number = new(digits, isNegative, isPercent, shift);
        return true;
    }

    /// <summary>Splits off one pair of parentheses, the currency mark before the digits and whatever follows them.</summary>
    private static bool TryPeel(string text, ref bool isNegative, out string core, out string tail)
    {
        (core, tail) = ("", "");
        if (text.Length > 2 && text[0] == '(' && text[^1] == ')') { (text, isNegative) = (text[1..^1].Trim(), true); }
        var start = text.AsSpan().IndexOfAny(Openers);
        var end = text.AsSpan().LastIndexOfAny(Closers) + 1;
        if (start < 0 || end <= start) { return false; }
        var head = text[..start];
        isNegative |= head.AsSpan().ContainsAny("-\u2212") || text.AsSpan(end).Contains('-');
        core = text[start..end];
        tail = text[end..].Replace("-", "", StringComparison.Ordinal).Trim();
        return IsCurrencyMark(head.Trim(' ', '\u00A0', '-', '\u2212', '+'));
    }

    /// <summary>Whether this is nothing, an ISO code, or a sign with at most three letters (<c>US$</c>).</summary>
    private static bool IsCurrencyMark(string mark)
    {
        if (mark.Length == 0 || mark is "kr" or "Rs" or "Rs." or "z\u0142") { return true; }
        var letters = mark.Count(char.IsAsciiLetterUpper);
        var signs = mark.Count(character => char.GetUnicodeCategory(character) == UnicodeCategory.CurrencySymbol);
        return letters + signs == mark.Length && (signs == 1 ? letters <= 3 : letters == 3);
    }

    /// <summary>Checks that groups have three digits (two are allowed further left, as in India) and leaves them out.</summary>
    private static bool TryJoin(string text, char mark, out string digits)
    {
        digits = "";
        var core = text.AsSpan();
        var end = core.IndexOfAny('e', 'E');
        var tail = end < 0 ? default : core[end..];
        core = end < 0 ? core : core[..end];
        var point = core.IndexOf(mark);
        var whole = point < 0 ? core : core[..point];
        var fraction = point < 0 ? default : core[(point + 1)..];
        var joined = new StringBuilder(core.Length);
        var sinceGroup = -1;
        foreach (var character in whole)
        {
            if (char.IsAsciiDigit(character))
            {
                joined.Append(character);
                sinceGroup += sinceGroup >= 0 ? 1 : 0;
            }
            else if (IsGroup(character, mark) && joined.Length > 0 && sinceGroup is -1 or 2 or 3)
            {
                sinceGroup = 0;
            }
            else
            {
                return false;
            }
        }

        if (sinceGroup is not (-1 or 3) || fraction.ContainsAnyExceptInRange('0', '9')) { return false; }
        digits = string.Concat(joined.Length == 0 ? "0" : joined.ToString(), fraction.IsEmpty ? "" : "." + fraction.ToString(), tail);
        return joined.Length + fraction.Length > 0;
    }

    private static bool IsGroup(char character, char mark) =>
        character is ' ' or '\u00A0' or '\u202F' or '\'' or '\u2019' || (character != mark && character is '.' or ',');
}
