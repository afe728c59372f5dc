using Pipeline.Metrics.Kept;
using Pipeline.Metrics.Reading;
using Pipeline.Model;

namespace Pipeline.Metrics.Series;

/// <summary>Opportunities created, won and lost on each day, and what was booked.</summary>
internal sealed class OpportunitySeries : IKeptSeries
{
    private readonly FactContext _context;
    private readonly (CustomerDirectory Customers, bool AddAccounts) _accounts;
    private readonly CurrencyColumn _currencies;
    private readonly Utf8Interner _owners = new();
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
        var channels = rows.Rent();
        Channels.Map(rows[OpportunityRecords.LeadSource], channels);
        Records.Take(rows, _context, (_accounts.Customers, _accounts.AddAccounts, channels));
        Take(rows, channels);
        FactRows.Return(channels);
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

    private void Take(FactRows rows, int[] channels)
    {
        int[] owners = rows.Rent(), currencies = rows.Rent();
        _owners.Intern(rows[OpportunityRecords.Owner], owners, whenNull: 0);
        _currencies.Map(rows[OpportunityRecords.Currency], currencies);
        for (var row = 0; row < rows.Count; row++)
        {
            if (rows.IsDeleted(row)) { continue; }
            Coverage.NoteSnapshot(rows[OpportunityRecords.SnapshotAt].Int64s[row]);
            var created = TakeCreated(rows, row, (owners[row], channels[row]));
            TakeClosed(rows, row, (owners[row], channels[row], currencies[row]), created);
        }

        FactRows.Return(owners, currencies);
    }

    private int? TakeCreated(FactRows rows, int row, (int Owner, int Channel) members)
    {
        if (!rows[OpportunityRecords.CreatedAt].HasValue(row)) { return null; }
        var day = _context.Days.Of(rows[OpportunityRecords.CreatedAt].Int64s[row]);
        Coverage.Note(day);
        Limits.Note(day);
        if (day > _context.Limit) { return day; }
        ByOwner.Created[members.Owner].Count(day);
        ByChannel.Created[members.Channel].Count(day);
        return day;
    }

    private void TakeClosed(FactRows rows, int row, (int Owner, int Channel, int Currency) members, int? created)
    {
        var status = OpportunityRecords.StatusOf(rows[OpportunityRecords.Status].Texts!.Row(row));
        if (status == OpportunityStatus.Open || !rows[OpportunityRecords.CloseDate].HasValue(row)) { return; }
        var day = rows[OpportunityRecords.CloseDate].Int32s[row];
        Coverage.Note(day);
        Limits.Note(day);
        if (day > _context.Limit) { return; }
        ByOwner.Closed[members.Owner].Count(day);
        ByChannel.Closed[members.Channel].Count(day);
        if (status == OpportunityStatus.Lost) { return; }
        ByOwner.Won[members.Owner].Count(day);
        ByChannel.Won[members.Channel].Count(day);
        if (created is { } start && day >= start) { Cycles.Add(day, day - start); }
        Book(rows[OpportunityRecords.Amount].HasValue(row) ? rows[OpportunityRecords.Amount].Int64s[row] : null, day, members);
    }

    private void Book(long? amount, int day, (int Owner, int Channel, int Currency) members)
    {
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
