using Pipeline.Parquet;

namespace Pipeline.Metrics.Reading;

/// <summary>The currencies of one table: numbers for its currency column, with their rates. A null currency is the reporting currency.</summary>
internal sealed class CurrencyColumn
{
    /// <summary>The number of the reporting currency.</summary>
    public const int Reporting = 0;

    private readonly FxRates _fx;
    private readonly Utf8Interner _names = new();
    private readonly List<CurrencyRates> _rates = [];

    public CurrencyColumn(FxRates fx)
    {
        _fx = fx;
        _names.Intern(fx.Reporting.Currency);
        _rates.Add(fx.Reporting);
    }

    /// <summary>How many currencies were seen, the reporting currency, number 0, always among them.</summary>
    public int Count => _rates.Count;

    /// <summary>The currencies that were seen and are not the reporting currency.</summary>
    public IEnumerable<string> Foreign => _rates.Skip(1).Select(rates => rates.Currency);

    public CurrencyRates this[int id] => _rates[id];

    /// <param name="column">The currency of each row.</param>
    /// <param name="ids">Receives the number of each row's currency.</param>
    /// <param name="whenNull">The number for a null: that of the reporting currency, unless there is a better one.</param>
    public void Map(Column column, Span<int> ids, int whenNull = 0)
    {
        _names.Intern(column, ids, whenNull);
        FindRates();
    }

    /// <summary>The number of a currency.</summary>
    public int Number(string currency)
    {
        var id = _names.Intern(currency);
        FindRates();
        return id;
    }

    private void FindRates()
    {
        while (_rates.Count < _names.Count) { _rates.Add(_fx.Of(_names.Bytes(_rates.Count))); }
    }
}
