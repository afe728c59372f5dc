using Pipeline.Metrics.Kept;
using Pipeline.Metrics.Reading;
using Pipeline.Model;
using Pipeline.Parquet;

namespace Pipeline.Metrics.Series;

/// <summary>Opportunities created, won and lost on each day, and what was booked.</summary>
internal sealed class OpportunitySeries : IKeptSeries
{
    private readonly FactContext _context;
    private readonly (CustomerDirectory Customers, bool AddAccounts) _accounts;
    private readonly CurrencyColumn _currencies;
    private readonly Utf8Interner _owners = new();
    private readonly OpportunityStatuses _statuses = new();
    private readonly DayGroup _bookingsByCurrency = new();

    private static KeptKind<OpportunitySeries> Sums { get; } = new(KeptScan.Sums, static (one, writer) => one.Save(writer));

    private OpportunitySeries(FactContext context, (CustomerDirectory Customers, bool AddAccounts) accounts)
    {
        _context = context;
        _accounts = accounts;
        Limits = new LimitWindow(context.Limit);
        _currencies = new CurrencyColumn(context.Fx);
        _owners.Intern("unassigned");
        Channels = new ChannelColumn(context.Settings);
    }

    public TableCoverage Coverage { get; } = new();

    public LimitWindow Limits { get; }

    public IEnumerable<string> Foreign => _currencies.Foreign;

    public int RatesThrough => Coverage.Last;

    public ChannelColumn Channels { get; }

    /// <summary>Those that were asked for with <see cref="Lookup"/>; all where there is none.</summary>
    public OpportunityRecords Records { get; } = new();

    /// <summary>Finds more records; <see langword="null"/> when all are there.</summary>
    public OpportunityLookup? Lookup { get; private set; }

    public OpportunityFlows ByOwner { get; } = new();

    public OpportunityFlows ByChannel { get; } = new();

    /// <summary>Days from creation to winning, by close date.</summary>
    public CycleTimes Cycles { get; } = new();

    /// <param name="context">What is read, and how.</param>
    /// <param name="customers">Whose accounts are looked for.</param>
    /// <param name="addAccounts">Whether every account is a customer's, because won opportunities make customers.</param>
    /// <param name="cancellationToken">Ends the reading early.</param>
    public static async Task<OpportunitySeries> ReadAsync(
        FactContext context, CustomerDirectory customers, bool addAccounts, CancellationToken cancellationToken)
    {
        var series = new OpportunitySeries(context, (customers, addAccounts));
        // Which record names a customer's channel cannot be told from sums.
        var addsUp = !addAccounts && !customers.HasKeys;
        var parts = context.Facts.PartsOf(FactTables.Opportunity);
        if (!addsUp || parts.IsEmpty)
        {
            // Each row is another opportunity.
            series.Records.Ids.Reserve((int)Math.Min(context.Facts.RowsOf(FactTables.Opportunity), Array.MaxLength / 2));
            await FactScan.ReadAsync(context.Facts, FactTables.Opportunity, OpportunityRecords.Columns, series.Take, cancellationToken).ConfigureAwait(false);
            return series;
        }

        var scan = new KeptScan<OpportunitySeries>(new Seal(context, OpportunityRecords.Columns), OpportunityRecords.Columns, () => new OpportunitySeries(context, (customers, false)));
        await scan.ReadAsync(parts, [Sums, OpportunityLookup.Kind], (_, reader) => series.Add(reader), cancellationToken).ConfigureAwait(false);
        series.Lookup = new OpportunityLookup(scan, parts, series.Records);
        return series;
    }

    public void Take(FactRows rows)
    {
        int[] channels = rows.Rent(), statuses = rows.Rent(), created = rows.Rent();
        Channels.Map(rows[OpportunityRecords.LeadSource], channels);
        _statuses.Map(rows[OpportunityRecords.Status], statuses);
        DaysOf(rows[OpportunityRecords.CreatedAt], created);
        Records.Take(rows, (statuses, created), (_accounts.Customers, _accounts.AddAccounts, channels));
        Take(rows, (statuses, created), channels);
        FactRows.Return(channels, statuses, created);
    }

    public void Save(KeptWriter writer)
    {
        Coverage.Save(writer);
        ByOwner.Save(writer, OwnerName);
        ByChannel.Save(writer, channel => Channels[channel]);
        _bookingsByCurrency.Save(writer, id => _currencies[id].Currency);
        Cycles.Save(writer);
    }

    public void Add(KeptReader reader)
    {
        Coverage.Add(reader);
        ByOwner.Add(reader, _owners.Intern);
        ByChannel.Add(reader, Channels.Number);
        _bookingsByCurrency.Add(reader, _currencies.Number);
        Cycles.Add(reader);
    }

    public string OwnerName(int owner) => _owners.Text(owner);

    /// <summary>What was booked, each currency in its own.</summary>
    public SortedDictionary<string, DaySeries> BookingsByCurrency() => _bookingsByCurrency.Named(id => _currencies[id].Currency);

    private void DaysOf(Column instants, Span<int> days)
    {
        for (var row = 0; row < instants.Count; row++) { days[row] = instants.HasValue(row) ? _context.Days.Of(instants.Int64s[row]) : OpportunityRecords.Never; }
    }

    private void Take(FactRows rows, (int[] Statuses, int[] Created) deals, int[] channels)
    {
        int[] owners = rows.Rent(), currencies = rows.Rent();
        _owners.Intern(rows[OpportunityRecords.Owner], owners, whenNull: 0);
        _currencies.Map(rows[OpportunityRecords.Currency], currencies);
        Coverage.NoteSnapshot(rows.LatestOf(rows[OpportunityRecords.SnapshotAt].Int64s));
        var (closings, amounts) = (rows[OpportunityRecords.CloseDate], rows[OpportunityRecords.Amount]);
        for (var row = 0; row < rows.Count; row++)
        {
            if (rows.IsDeleted(row)) { continue; }
            var (created, status) = (deals.Created[row], (OpportunityStatus)deals.Statuses[row]);
            if (created != OpportunityRecords.Never) { TakeCreated(created, (owners[row], channels[row])); }
            if (status == OpportunityStatus.Open || !closings.HasValue(row)) { continue; }
            var day = closings.Int32s[row];
            if (!TakeClosed(day, (owners[row], channels[row])) || status == OpportunityStatus.Lost) { continue; }
            if (day >= created) { Cycles.Add(day, day - created); }
            Win(amounts.HasValue(row) ? amounts.Int64s[row] : null, day, (owners[row], channels[row], currencies[row]));
        }

        FactRows.Return(owners, currencies);
    }

    private void TakeCreated(int day, (int Owner, int Channel) members)
    {
        Coverage.Note(day);
        Limits.Note(day);
        if (day > _context.Limit) { return; }
        ByOwner.Created[members.Owner].Count(day);
        ByChannel.Created[members.Channel].Count(day);
    }

    /// <returns>Whether the day counts.</returns>
    private bool TakeClosed(int day, (int Owner, int Channel) members)
    {
        Coverage.Note(day);
        Limits.Note(day);
        if (day > _context.Limit) { return false; }
        ByOwner.Closed[members.Owner].Count(day);
        ByChannel.Closed[members.Channel].Count(day);
        return true;
    }

    private void Win(long? amount, int day, (int Owner, int Channel, int Currency) members)
    {
        ByOwner.Won[members.Owner].Count(day);
        ByChannel.Won[members.Channel].Count(day);
        _bookingsByCurrency[members.Currency].Add(day, Exact.FromMillionths(amount ?? 0));
        var isKnown = _currencies[members.Currency].TryConvert(amount ?? 0, day, out var converted);
        if (isKnown || amount is null)
        {
            ByOwner.Bookings[members.Owner].Add(day, converted);
            ByChannel.Bookings[members.Channel].Add(day, converted);
        }
        else
        {
            ByOwner.Bookings[members.Owner].AddMissing(day);
            ByChannel.Bookings[members.Channel].AddMissing(day);
        }
    }
}

/// <summary>The flows of opportunities by the members of one dimension.</summary>
internal sealed class OpportunityFlows
{
    public DayGroup Created { get; } = new();

    /// <summary>Won and lost.</summary>
    public DayGroup Closed { get; } = new();

    public DayGroup Won { get; } = new();

    public DayGroup Bookings { get; } = new();

    private DayGroup[] All => [Created, Closed, Won, Bookings];

    public void Save(KeptWriter writer, Func<int, string> name)
    {
        foreach (var flow in All) { flow.Save(writer, name); }
    }

    public void Add(KeptReader reader, Func<string, int> number)
    {
        foreach (var flow in All) { flow.Add(reader, number); }
    }
}
