using System.Text;
using Pipeline.Model;

namespace Pipeline.Metrics.Reading;

/// <summary>The exchange rates into the reporting currency, by currency.</summary>
internal sealed class FxRates
{
    private readonly string _reporting;
    private readonly Dictionary<string, CurrencyRates> _rates;

    private FxRates(string reporting, Dictionary<string, CurrencyRates> rates)
    {
        _reporting = reporting;
        _rates = rates;
        Reporting = CurrencyRates.ReportingCurrency(reporting);
    }

    /// <summary>The reporting currency itself, at rate 1.</summary>
    public CurrencyRates Reporting { get; }

    /// <summary>The rates of a currency; empty when there are none.</summary>
    public CurrencyRates Of(ReadOnlySpan<byte> currency)
    {
        var name = Encoding.UTF8.GetString(currency);
        return string.Equals(name, _reporting, StringComparison.Ordinal) ? Reporting : _rates.GetValueOrDefault(name) ?? CurrencyRates.None(name);
    }

    public static async Task<FxRates> ReadAsync(IFactReader facts, string reporting, CancellationToken cancellationToken)
    {
        var direct = new Dictionary<string, SortedDictionary<int, long>>(StringComparer.Ordinal);
        var inverse = new Dictionary<string, SortedDictionary<int, long>>(StringComparer.Ordinal);
        await FactScan.ReadAsync(facts, FactTables.FxRate, ["from_currency", "to_currency", "rate_date", "rate"], rows =>
        {
            for (var row = 0; row < rows.Count; row++)
            {
                if (rows.IsDeleted(row)) { continue; }
                var from = rows[0].Texts!.RowText(row);
                var to = rows[1].Texts!.RowText(row);
                if (string.Equals(to, reporting, StringComparison.Ordinal)) { Note(direct, from, rows[2].Int32s[row], rows[3].Int64s[row]); }
                else if (string.Equals(from, reporting, StringComparison.Ordinal)) { Note(inverse, to, rows[2].Int32s[row], rows[3].Int64s[row]); }
            }
        }, cancellationToken).ConfigureAwait(false);

        var rates = inverse.ToDictionary(pair => pair.Key, pair => new CurrencyRates(pair.Key, pair.Value, isInverse: true), StringComparer.Ordinal);
        foreach (var pair in direct) { rates[pair.Key] = new CurrencyRates(pair.Key, pair.Value, isInverse: false); }
        return new FxRates(reporting, rates);
    }

    private static void Note(Dictionary<string, SortedDictionary<int, long>> rates, string currency, int day, long rate)
    {
        if (rate <= 0) { return; }
        if (!rates.TryGetValue(currency, out var days)) { rates[currency] = days = []; }
        days[day] = Math.Max(rate, days.GetValueOrDefault(day));
    }
}
