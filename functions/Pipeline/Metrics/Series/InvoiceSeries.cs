using System.Buffers;
using System.Collections.Immutable;
using Pipeline.Metrics.Kept;
using Pipeline.Metrics.Reading;
using Pipeline.Model;

namespace Pipeline.Metrics.Series;

/// <summary>What invoices billed and earned on each day, and when customers first paid one.</summary>
internal sealed class InvoiceSeries : IKeptSeries
{
    private readonly FactContext _context;
    private readonly CurrencyColumn _currencies;
    private readonly EarnedTable _earned;
    private readonly DayGroup _billed = new();
    private readonly DayGroup _billedByCurrency = new();
    private readonly InvoiceLines _lines;
    private readonly InvoiceStatuses _statuses = new();
    private readonly InvoiceTypes _types = new();
    private readonly InvoiceSums _sums;
    private readonly bool _notesPayers;
    private readonly ImmutableArray<string> _columns;

    private InvoiceSeries(FactContext context, (CurrencyColumn Currencies, EarnedTable Earned) tables, InvoiceLines lines, bool notesPayers)
    {
        _context = context;
        _currencies = tables.Currencies;
        _earned = tables.Earned;
        _sums = new InvoiceSums(_currencies);
        _lines = lines;
        _notesPayers = notesPayers;
        Limits = new LimitWindow(context.Limit);
        Payers = new PayingCustomers(context.Limit);
        _columns = InvoiceColumns.Names;
        if (notesPayers) { _columns = _columns.Add(InvoiceColumns.CustomerId); }
        if (lines.InvoiceCount > 0) { _columns = _columns.Add(InvoiceColumns.InvoiceId); }
    }

    public TableCoverage Coverage { get; } = new();

    /// <summary>Customers who paid; none unless that makes them customers.</summary>
    public PayingCustomers Payers { get; }

    public LimitWindow Limits { get; }

    public IEnumerable<string> Foreign => _currencies.Foreign;

    public int RatesThrough => Coverage.Last;

    /// <param name="context">What is read, and how.</param>
    /// <param name="notesPayers">Whether paying an invoice makes a customer.</param>
    /// <param name="cancellationToken">Ends the reading early.</param>
    public static async Task<InvoiceSeries> ReadAsync(FactContext context, bool notesPayers, CancellationToken cancellationToken)
    {
        var currencies = new CurrencyColumn(context.Fx);
        var earned = new EarnedTable(currencies, context);
        var lines = await InvoiceLines.ReadAsync(context, earned.Plans, currencies, cancellationToken).ConfigureAwait(false);
        var series = new InvoiceSeries(context, (currencies, earned), lines, notesPayers);
        await series.ReadAsync(cancellationToken).ConfigureAwait(false);
        lines.Earn(earned);
        await FactScan.ReadAsync(
            context.Facts, FactTables.CreditRefund, ["kind", "occurred_at", "amount", "currency", "status", "affects"], series.TakeCredits, cancellationToken).ConfigureAwait(false);
        return series;
    }

    public DaySeries Billings()
    {
        var total = _billed.Total();
        total.Add(_billedByCurrency[CurrencyColumn.Reporting]);
        return total;
    }

    public SortedDictionary<string, DaySeries> BillingsByCurrency() => _billedByCurrency.Named(id => _currencies[id].Currency);

    public SortedDictionary<string, DaySeries> EarnedByPlan() => _earned.ByPlan();

    public SortedDictionary<string, DaySeries> EarnedByCurrency() => _earned.ByCurrency();

    public void Save(KeptWriter writer)
    {
        Coverage.Save(writer);
        _billed.Save(writer, id => _currencies[id].Currency);
        _billedByCurrency.Save(writer, id => _currencies[id].Currency);
        _earned.Save(writer);
    }

    public void Add(KeptReader reader)
    {
        Coverage.Add(reader);
        _billed.Add(reader, _currencies.Number);
        _billedByCurrency.Add(reader, _currencies.Number);
        _earned.Add(reader);
    }

    public void Take(FactRows rows)
    {
        int[] currencies = rows.Rent(), plans = rows.Rent(), statuses = rows.Rent();
        _currencies.Map(rows[InvoiceColumns.Currency], currencies);
        _statuses.Map(rows[InvoiceColumns.Status], statuses);
        _earned.Plans.Intern(rows[InvoiceColumns.Plan], plans, EarnedTable.UnknownPlan);
        var days = rows.SpanOf(rows[InvoiceColumns.IssuedDate].Int32s, int.MaxValue);
        Note(rows, days);
        if (_notesPayers) { NotePayers(rows, statuses, days.Last); }
        Take(rows, (plans, currencies, statuses), days);
        FactRows.Return(currencies, plans, statuses);
    }

    private void Note(FactRows rows, (int First, int Last) days)
    {
        var (first, last) = days;
        if (first > last) { return; }
        Coverage.Note(first);
        Coverage.Note(last);
        Coverage.NoteSnapshot(rows.LatestOf(rows[InvoiceColumns.SnapshotAt].Int64s));
        if (last <= _context.Limit) { Limits.Note(last); }
        else
        {
            var issued = rows[InvoiceColumns.IssuedDate].Int32s;
            for (var row = 0; row < rows.Count; row++)
            {
                if (!rows.IsDeleted(row)) { Limits.Note(issued[row]); }
            }
        }
    }

    private void Take(FactRows rows, (int[] Plans, int[] Currencies, int[] Statuses) numbers, (int First, int Last) days)
    {
        var invoices = new InvoiceColumns(rows);
        var (issued, limit) = (invoices.Issued, _context.Limit);
        var ids = _lines.InvoiceCount > 0 ? rows[_columns.IndexOf(InvoiceColumns.InvoiceId)].Texts : null;
        var addsUp = _sums.TryBegin(days.Last <= limit ? days : rows.SpanOf(issued, limit), _earned.Plans.Count, rows.Count);
        for (var row = 0; row < rows.Count; row++)
        {
            var (day, status) = (issued[row], numbers.Statuses[row]);
            if (day > limit || status is InvoiceStatuses.Draft or InvoiceStatuses.Void || rows.IsDeleted(row)) { continue; }
            var (net, period, key) = (invoices.Net(row), invoices.Period(row), (numbers.Plans[row], numbers.Currencies[row]));
            var withLines = ids is null ? -1 : _lines.Find(ids.Row(row));
            var isEarned = status != InvoiceStatuses.Refunded;
            var isEarnedOnDay = isEarned && withLines < 0 && period.End <= period.Start;
            var isAdded = addsUp && _sums.TryAdd(day, net, key, isEarnedOnDay);
            if (!isAdded) { Bill(net, day, key.Item2, 1); }
            if (isEarned && !(isAdded && isEarnedOnDay)) { Earn(net, (day, period), withLines, key); }
        }

        if (addsUp) { _sums.Drain(Bill, _earned.Earn); }
    }

    private async Task ReadAsync(CancellationToken cancellationToken)
    {
        var parts = _context.Facts.PartsOf(FactTables.Invoice);
        // What an invoice with lines earned is only known once both tables were read.
        if (parts.IsEmpty || _lines.InvoiceCount > 0)
        {
            await FactScan.ReadAsync(_context.Facts, FactTables.Invoice, _columns, Take, cancellationToken).ConfigureAwait(false);
            return;
        }

        var seal = new Seal(_context, _columns);
        var scan = new KeptScan<InvoiceSeries>(seal, _columns, Empty);
        ImmutableArray<KeptKind<InvoiceSeries>> kinds = [new(KeptScan.Sums, static (one, writer) => one.Save(writer))];
        await scan.ReadAsync(parts, _notesPayers ? kinds.Add(PayerParts.Kind) : kinds, (_, reader) => Add(reader), cancellationToken).ConfigureAwait(false);
        if (_notesPayers) { await new PayerParts(seal, scan, Payers).ReadAsync(parts, cancellationToken).ConfigureAwait(false); }
    }

    /// <summary>Series of the same kind that nothing was taken into.</summary>
    private InvoiceSeries Empty()
    {
        var currencies = new CurrencyColumn(_context.Fx);
        return new InvoiceSeries(_context, (currencies, new EarnedTable(currencies, _context)), _lines, _notesPayers);
    }

    private void NotePayers(FactRows rows, int[] statuses, int lastDay)
    {
        var paid = ArrayPool<bool>.Shared.Rent(rows.Count);
        var types = rows.Rent();
        _types.Map(rows[InvoiceColumns.Type], types);
        var invoices = new InvoiceColumns(rows);
        var (issued, totals) = (invoices.Issued, invoices.Totals);
        var allCount = Payers.Counts(lastDay);
        for (var row = 0; row < rows.Count; row++)
        {
            var isPaid = statuses[row] == InvoiceStatuses.Paid & types[row] == InvoiceTypes.Invoice & totals[row] > 0;
            paid[row] = isPaid && !rows.IsDeleted(row) && (allCount || Payers.Counts(issued[row]));
        }

        Payers.Note(rows[_columns.IndexOf(InvoiceColumns.CustomerId)], paid, issued);
        FactRows.Return(types);
        ArrayPool<bool>.Shared.Return(paid);
    }

    private void Earn(long millionths, (int Issued, (int Start, int End) Period) days, int withLines, (int Plan, int Currency) key)
    {
        if (withLines >= 0) { _lines.Issue(withLines, days.Issued, key.Currency); }
        else { _earned.Earn(millionths, days.Issued, days.Period, key); }
    }

    private void Bill(long millionths, int day, int currency, int sign)
    {
        _billedByCurrency[currency].Add(day, sign * Exact.FromMillionths(millionths));
        if (currency == CurrencyColumn.Reporting) { return; }
        if (_currencies[currency].TryConvert(millionths, day, out var amount)) { _billed[currency].Add(day, sign * amount); }
        else { _billed[currency].AddMissing(day); }
    }

    private void Bill(int day, int currency, InvoiceSum sum)
    {
        _billedByCurrency[currency].Step(day, sum.Native, sum.Count, 0);
        if (currency != CurrencyColumn.Reporting) { _billed[currency].Step(day, sum.Converted, sum.Count, sum.Missing); }
    }

    private void TakeCredits(FactRows rows)
    {
        var currencies = rows.Rent();
        _currencies.Map(rows[3], currencies);
        for (var row = 0; row < rows.Count; row++)
        {
            if (rows.IsDeleted(row)) { continue; }
            var day = _context.Days.Of(rows[1].Int64s[row]);
            if (day > _context.Limit) { continue; }
            if (rows[0].Texts!.Row(row).SequenceEqual("credit_note"u8)) { Bill(rows[2].Int64s[row], day, currencies[row], -1); }
            if (ReducesRevenue(rows, row)) { _earned.Earn(-rows[2].Int64s[row], day, (0, 0), (EarnedTable.UnknownPlan, currencies[row])); }
        }

        FactRows.Return(currencies);
    }

    private static bool ReducesRevenue(FactRows rows, int row)
    {
        var affects = rows[5].Texts!.Row(row);
        if (!affects.SequenceEqual("revenue"u8) && !affects.SequenceEqual("both"u8)) { return false; }
        if (!rows[4].HasValue(row)) { return true; }
        var status = rows[4].Texts!.Row(row);
        return !status.SequenceEqual("failed"u8) && !status.SequenceEqual("canceled"u8);
    }
}
