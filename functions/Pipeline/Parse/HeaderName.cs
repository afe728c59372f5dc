using System.Collections.Frozen;
using System.Globalization;
using System.Text;

namespace Pipeline.Parse;

/// <summary>The form in which header names and labels are compared.</summary>
public static class HeaderName
{
    private static readonly FrozenDictionary<char, char> Straight = new Dictionary<char, char>
    {
        ['\u2018'] = '\'', ['\u2019'] = '\'', ['\u201A'] = '\'', ['\u02BC'] = '\'', ['\u201C'] = '"', ['\u201D'] = '"', ['\u201E'] = '"', ['\u00AB'] = '"', ['\u00BB'] = '"',
        ['\u2013'] = '-', ['\u2014'] = '-', ['\u2010'] = '-', ['\u2011'] = '-',
    }.ToFrozenDictionary();

    /// <summary>Lower case, in Unicode form NFKC, with straight quotes and plain dashes, without white space and invisible marks.</summary>
    public static string Normalise(string name)
    {
        if (Ascii.IsValid(name)) { return NormaliseAscii(name); }
        var compatible = Compatible(name);
        var text = new StringBuilder(compatible.Length);
        foreach (var character in compatible)
        {
            if (char.IsWhiteSpace(character) || IsInvisible(character)) { continue; }
            text.Append(Straight.TryGetValue(character, out var straight) ? straight : char.ToLowerInvariant(character));
        }

        return text.ToString();
    }

    /// <summary>A label as labels are compared: trimmed, lower case, in Unicode form NFKC.</summary>
    public static string NormaliseLabel(string label) => Compatible(label).Trim().ToLowerInvariant();

    // What most headers are: no tables of Unicode are asked.
    private static string NormaliseAscii(string name) => string.Create(name.Count(IsShown), name, (text, all) =>
    {
        var length = 0;
        foreach (var character in all)
        {
            if (IsShown(character)) { text[length++] = char.ToLowerInvariant(character); }
        }
    });

    private static bool IsShown(char character) => character is > ' ' and < '\u007f';

    private static string Compatible(string text)
    {
        try
        {
            return text.Normalize(NormalizationForm.FormKC);
        }
        catch (ArgumentException)
        {
            // Half a surrogate pair has no normal form; it is compared as it is.
            return text;
        }
    }

    private static bool IsInvisible(char character) =>
        character is '\uFEFF' || CharUnicodeInfo.GetUnicodeCategory(character) is UnicodeCategory.Format or UnicodeCategory.Control;
}
