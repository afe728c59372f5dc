using System.Collections.Immutable;
using Pipeline.Parse.Reading;

namespace Pipeline.Parse;

/// <summary>The columns of a file, found by any of their names.</summary>
internal sealed class HeaderIndex
{
    private const string CurrencyMark = "{currency}";

    private readonly Dictionary<string, int> _columns = new(StringComparer.Ordinal);

    /// <param name="names">As the file shows them.</param>
    public HeaderIndex(ImmutableArray<string> names)
    {
        Names = names;
        Normalised = [.. names.Select(HeaderName.Normalise)];
        for (var i = 0; i < names.Length; i++)
        {
            // Of columns with one name the first counts; the others are reported.
            if (Normalised[i].Length > 0 && !_columns.TryAdd(Normalised[i], i)) { Duplicates++; }
        }
    }

    public ImmutableArray<string> Names { get; }

    public ImmutableArray<string> Normalised { get; }

    /// <summary>How many columns have a name that an earlier one has.</summary>
    public int Duplicates { get; }

    /// <summary>The position of the first name that the file has, or -1.</summary>
    public int Find(Header header) => Find(header, out _);

    /// <param name="header">The names.</param>
    /// <param name="currency">The currency that the header names, or empty.</param>
    public int Find(Header header, out string currency)
    {
        currency = "";
        foreach (var wanted in header.Normalised)
        {
            var column = wanted.Contains(CurrencyMark, StringComparison.Ordinal) ? FindWithCurrency(wanted, out currency) : _columns.GetValueOrDefault(wanted, -1);
            if (column >= 0) { return column; }
        }

        return -1;
    }

    /// <summary>The positions of all names that the file has.</summary>
    public ImmutableArray<int> FindAll(Header header) =>
        [.. header.Names.Select(name => Find([name])).Where(column => column >= 0).Distinct()];

    private int FindWithCurrency(string wanted, out string currency)
    {
        currency = "";
        var mark = wanted.IndexOf(CurrencyMark, StringComparison.Ordinal);
        var (before, after) = (wanted[..mark], wanted[(mark + CurrencyMark.Length)..]);
        for (var i = 0; i < Normalised.Length; i++)
        {
            var name = Normalised[i];
            if (name.Length != wanted.Length - CurrencyMark.Length + 3 || !name.StartsWith(before, StringComparison.Ordinal) || !name.EndsWith(after, StringComparison.Ordinal)) { continue; }
            var code = Currencies.Find(name.Substring(mark, 3));
            if (code is null or "") { continue; }
            currency = code;
            return i;
        }

        return -1;
    }
}
