using Pipeline.Metrics.Reading;
using Pipeline.Model;

namespace Pipeline.Metrics.Series;

/// <summary>Invoice lines, held until their invoices say when they were issued and whether they count.</summary>
internal sealed class InvoiceLines
{
    /// <summary>An invoice that does not count, or is not there.</summary>
    private const int NotCounted = int.MinValue;

    private readonly List<Line> _lines = [];
    private readonly Utf8Interner _invoices = new();
    private readonly GrowingArray<int> _issued = new(NotCounted);
    private readonly GrowingArray<int> _invoiceCurrency = new(0);

    /// <summary>How many invoices have lines.</summary>
    public int InvoiceCount => _invoices.Count;

    public static async Task<InvoiceLines> ReadAsync(FactContext context, Utf8Interner plans, CurrencyColumn currencies, CancellationToken cancellationToken)
    {
        var lines = new InvoiceLines();
        await FactScan.ReadAsync(
            context.Facts, FactTables.InvoiceLine, ["invoice_id", "line_type", "amount", "currency", "plan_id", "service_start", "service_end"],
            rows => lines.Take(rows, plans, currencies), cancellationToken).ConfigureAwait(false);
        return lines;
    }

    /// <summary>The number of an invoice that has lines, or -1.</summary>
    public int Find(ReadOnlySpan<byte> invoiceId) => _invoices.Find(invoiceId);

    /// <summary>Says of an invoice with lines that it counts.</summary>
    public void Issue(int invoice, int day, int currency)
    {
        _issued[invoice] = day;
        _invoiceCurrency[invoice] = currency;
    }

    /// <summary>Earns the lines of all invoices that count.</summary>
    public void Earn(EarnedTable earned)
    {
        foreach (var line in _lines)
        {
            var day = _issued[line.Invoice];
            if (day == NotCounted) { continue; }
            var currency = line.Currency < 0 ? _invoiceCurrency[line.Invoice] : line.Currency;
            earned.Earn(line.Amount, day, (line.Start, line.End), (line.Plan, currency));
        }
    }

    private void Take(FactRows rows, Utf8Interner plans, CurrencyColumn currencies)
    {
        int[] invoices = rows.Rent(), planIds = rows.Rent(), currencyIds = rows.Rent();
        plans.Intern(rows[4], planIds, EarnedTable.UnknownPlan);
        currencies.Map(rows[3], currencyIds, whenNull: -1);
        for (var row = 0; row < rows.Count; row++)
        {
            if (rows.IsDeleted(row)) { continue; }
            var invoice = _invoices.Intern(rows[0].Texts!.Row(row));
            if (rows[1].Texts!.Row(row).SequenceEqual("tax"u8)) { continue; }
            var hasPeriod = rows[5].HasValue(row) && rows[6].HasValue(row);
            _lines.Add(new Line(
                invoice, planIds[row], currencyIds[row], rows[2].Int64s[row], hasPeriod ? rows[5].Int32s[row] : 0, hasPeriod ? rows[6].Int32s[row] : 0));
        }

        FactRows.Return(invoices, planIds, currencyIds);
    }

    private readonly record struct Line(int Invoice, int Plan, int Currency, long Amount, int Start, int End);
}
