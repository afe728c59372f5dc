using Pipeline.Metrics.Reading;

namespace Pipeline.Metrics.Series;

/// <summary>Revenue of each day: from invoices, or from the ledger's sales where there are none, and the ledger's other classes beside it.</summary>
internal sealed class RevenueSeries
{
    public RevenueSeries(InvoiceSeries invoices, LedgerSeries ledger)
    {
        var classes = ledger.ByClass();
        if (!invoices.Coverage.IsEmpty)
        {
            Input = invoices.Coverage;
            SalesByPlan = invoices.EarnedByPlan();
            SalesByCurrency = invoices.EarnedByCurrency();
        }
        else
        {
            Input = ledger.Coverage;
            SalesByPlan = new(StringComparer.Ordinal) { ["unknown"] = classes.GetValueOrDefault(LedgerSeries.Sales) ?? new DaySeries() };
            SalesByCurrency = ledger.SalesByCurrency();
        }

        foreach (var plan in SalesByPlan.Values) { Sales.Add(plan); }
        ByClass[LedgerSeries.Sales] = Sales;
        foreach (var other in LedgerSeries.OtherClasses)
        {
            if (classes.TryGetValue(other, out var days)) { ByClass[other] = days; }
        }

        foreach (var member in ByClass.Values) { Total.Add(member); }
    }

    /// <summary>The table that revenue from sales is computed from.</summary>
    public TableCoverage Input { get; }

    public DaySeries Sales { get; } = new();

    public SortedDictionary<string, DaySeries> SalesByPlan { get; }

    public SortedDictionary<string, DaySeries> SalesByCurrency { get; }

    public SortedDictionary<string, DaySeries> ByClass { get; } = new(StringComparer.Ordinal);

    public DaySeries Total { get; } = new();
}
