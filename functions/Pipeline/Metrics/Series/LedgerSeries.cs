using Pipeline.Metrics.Reading;
using Pipeline.Model;

namespace Pipeline.Metrics.Series;

/// <summary>Revenue of the general ledger on each day, by class and currency.</summary>
internal sealed class LedgerSeries
{
    /// <summary>The class of revenue from customers.</summary>
    public const string Sales = "sales";

    /// <summary>The classes that are revenue but not sales.</summary>
    public static readonly string[] OtherClasses = ["interest", "investment", "other", "royalty"];

    private readonly FactContext _context;
    private readonly CurrencyColumn _currencies;
    private readonly Utf8Interner _classes = new();
    private readonly DayGroup _byClass = new();
    private readonly DayGroup _salesByCurrency = new();
    private readonly int _sales;

    private LedgerSeries(FactContext context)
    {
        _context = context;
        _currencies = new CurrencyColumn(context.Fx);
        _sales = _classes.Intern(Sales);
    }

    public TableCoverage Coverage { get; } = new();

    public static async Task<LedgerSeries> ReadAsync(FactContext context, CancellationToken cancellationToken)
    {
        var series = new LedgerSeries(context);
        await FactScan.ReadAsync(
            context.Facts, FactTables.LedgerEntry, ["posting_date", "revenue_class", "amount", "currency", "snapshot_at"], series.Take, cancellationToken).ConfigureAwait(false);
        return series;
    }

    /// <summary>Postings by class, in the reporting currency.</summary>
    public SortedDictionary<string, DaySeries> ByClass() => _byClass.Named(_classes.Text);

    /// <summary>Postings of class sales, each currency in its own.</summary>
    public SortedDictionary<string, DaySeries> SalesByCurrency() => _salesByCurrency.Named(id => _currencies[id].Currency);

    private void Take(FactRows rows)
    {
        int[] classes = rows.Rent(), currencies = rows.Rent();
        _classes.Intern(rows[1], classes);
        _currencies.Map(rows[3], currencies);
        for (var row = 0; row < rows.Count; row++)
        {
            if (rows.IsDeleted(row)) { continue; }
            var day = rows[0].Int32s[row];
            Coverage.Note(day);
            Coverage.NoteSnapshot(rows[4].Int64s[row]);
            if (day > _context.Limit) { continue; }
            if (_currencies[currencies[row]].TryConvert(rows[2].Int64s[row], day, out var amount)) { _byClass[classes[row]].Add(day, amount); }
            else { _byClass[classes[row]].AddMissing(day); }
            if (classes[row] == _sales) { _salesByCurrency[currencies[row]].Add(day, Exact.FromMillionths(rows[2].Int64s[row])); }
        }

        FactRows.Return(classes, currencies);
    }
}
