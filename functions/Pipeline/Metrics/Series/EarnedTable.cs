using Pipeline.Metrics.Reading;

namespace Pipeline.Metrics.Series;

/// <summary>Earned amounts by plan and currency.</summary>
internal sealed class EarnedTable(CurrencyColumn currencies, int limit)
{
    /// <summary>The number of the plan of what has none.</summary>
    public const int UnknownPlan = 0;

    private readonly Dictionary<long, EarnedSeries> _cells = [];
    private long _last = -1;
    private EarnedSeries? _lastCell;

    /// <summary>Numbers of plan ids.</summary>
    public Utf8Interner Plans { get; } = WithUnknown();

    public void Earn(long millionths, int day, (int Start, int End) period, (int Plan, int Currency) key)
    {
        var cell = ((long)key.Plan << 32) | (uint)key.Currency;
        if (cell != _last || _lastCell is null)
        {
            _last = cell;
            if (!_cells.TryGetValue(cell, out _lastCell)) { _cells[cell] = _lastCell = new EarnedSeries(currencies[key.Currency], limit); }
        }

        _lastCell.Earn(millionths, day, period);
    }

    /// <summary>By plan, in the reporting currency.</summary>
    public SortedDictionary<string, DaySeries> ByPlan() => Sum(key => Plans.Text((int)(key >> 32)), cell => cell.Converted());

    /// <summary>By currency, each in its own.</summary>
    public SortedDictionary<string, DaySeries> ByCurrency() => Sum(key => currencies[(int)(key & 0x7FFFFFFF)].Currency, cell => cell.Native());

    private static Utf8Interner WithUnknown()
    {
        var plans = new Utf8Interner();
        plans.Intern("unknown");
        return plans;
    }

    private SortedDictionary<string, DaySeries> Sum(Func<long, string> member, Func<EarnedSeries, DaySeries> days)
    {
        var sums = new SortedDictionary<string, DaySeries>(StringComparer.Ordinal);
        foreach (var (key, cell) in _cells)
        {
            if (!sums.TryGetValue(member(key), out var sum)) { sums[member(key)] = sum = new DaySeries(); }
            sum.Add(days(cell));
        }

        return sums;
    }
}
