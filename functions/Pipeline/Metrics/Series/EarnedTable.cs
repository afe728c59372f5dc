using Pipeline.Metrics.Kept;
using Pipeline.Metrics.Reading;

namespace Pipeline.Metrics.Series;

/// <summary>Earned amounts by plan and currency.</summary>
internal sealed class EarnedTable(CurrencyColumn currencies, FactContext context)
{
    /// <summary>The number of the plan of what has none.</summary>
    public const int UnknownPlan = 0;

    // By plan, then by currency: every line looks one up.
    private readonly GrowingArray<EarnedSeries?[]> _cells = new([]);

    /// <summary>Numbers of plan ids.</summary>
    public Utf8Interner Plans { get; } = WithUnknown();

    public void Earn(long millionths, int day, (int Start, int End) period, (int Plan, int Currency) key) => Cell(key).Earn(millionths, day, period);

    /// <summary>Earns what was added up of a day, on that day.</summary>
    public void Earn(int day, (int Plan, int Currency) key, InvoiceSum sum) => Cell(key).Earn(day, sum);

    public void Save(KeptWriter writer)
    {
        for (var plan = 0; plan < Plans.Count; plan++)
        {
            for (var currency = 0; currency < _cells[plan].Length; currency++)
            {
                if (_cells[plan][currency] is not { } cell) { continue; }
                writer.Write(true);
                writer.WriteText(Plans.Text(plan));
                writer.WriteText(currencies[currency].Currency);
                cell.Save(writer);
            }
        }

        writer.Write(false);
    }

    /// <summary>Adds the cells that another table wrote.</summary>
    public void Add(KeptReader reader)
    {
        while (reader.Read<bool>())
        {
            var plan = Plans.Intern(reader.ReadText());
            Cell((plan, currencies.Number(reader.ReadText()))).Add(reader);
        }
    }

    /// <summary>By plan, in the reporting currency.</summary>
    public SortedDictionary<string, DaySeries> ByPlan() => Sum((plan, _) => Plans.Text(plan), cell => cell.Converted());

    /// <summary>By currency, each in its own.</summary>
    public SortedDictionary<string, DaySeries> ByCurrency() => Sum((_, currency) => currencies[currency].Currency, cell => cell.Native());

    private EarnedSeries Cell((int Plan, int Currency) key)
    {
        var plan = _cells[key.Plan];
        if (key.Currency >= plan.Length)
        {
            Array.Resize(ref plan, currencies.Count);
            _cells[key.Plan] = plan;
        }

        return plan[key.Currency] ??= new EarnedSeries(currencies[key.Currency], context);
    }

    private static Utf8Interner WithUnknown()
    {
        var plans = new Utf8Interner();
        plans.Intern("unknown");
        return plans;
    }

    private SortedDictionary<string, DaySeries> Sum(Func<int, int, string> member, Func<EarnedSeries, DaySeries> days)
    {
        var sums = new SortedDictionary<string, DaySeries>(StringComparer.Ordinal);
        for (var plan = 0; plan < Plans.Count; plan++)
        {
            for (var currency = 0; currency < _cells[plan].Length; currency++)
            {
                if (_cells[plan][currency] is not { } cell) { continue; }
                if (!sums.TryGetValue(member(plan, currency), out var sum)) { sums[member(plan, currency)] = sum = new DaySeries(); }
                sum.Add(days(cell));
            }
        }

        return sums;
    }
}
