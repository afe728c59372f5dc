using System.Collections.Immutable;
using Pipeline.Metrics.Reading;
using Pipeline.Model;

namespace Pipeline.Metrics.Series;

/// <summary>Leads by the days on which they entered each stage of the funnel, in one pass over the table.</summary>
internal sealed class LeadSeries
{
    /// <summary>Within how many days a lead has to reach the next stage, or be won, to count in a cohort.</summary>
    public const int CohortWindow = 90;

    private const int CreatedAt = 0;
    private const int Source = 1;
    private const int Opportunity = 2;
    private const int IsConverted = 3;
    private const int ConvertedDate = 4;
    private const int Merged = 5;
    private const int SnapshotAt = 6;

    // The ids are most of the table's bytes; these four columns are only read when something is looked up by them.
    private const int Id = 7;
    private const int Account = 8;
    private const int Email = 9;
    private const int Domain = 10;
    private readonly FactContext _context;
    private readonly LifecycleEntries _lifecycle;
    private readonly OpportunityRecords _opportunities;
    private readonly CustomerDirectory _customers;
    private readonly bool _findsCustomers;

    private LeadSeries(FactContext context, LifecycleEntries lifecycle, OpportunityRecords opportunities, CustomerDirectory customers)
    {
        _context = context;
        _lifecycle = lifecycle;
        _opportunities = opportunities;
        _customers = customers;
        _findsCustomers = customers.HasKeys;
        Channels = new ChannelColumn(context.Settings);
    }

    public TableCoverage Coverage { get; } = new();

    public ChannelColumn Channels { get; }

    /// <summary>By rank - 1: leads by channel, on the day on which they entered the stage.</summary>
    public ImmutableArray<DayGroup> Entered { get; } = [new(), new(), new(), new(), new()];

    /// <summary>Leads by channel, on the day on which they became a lead, that were won within <see cref="CohortWindow"/> days.</summary>
    public DayGroup WonInTime { get; } = new();

    /// <summary>By rank - 1: leads, on the day on which they entered the stage, that entered the next within <see cref="CohortWindow"/> days.</summary>
    public ImmutableArray<DaySeries> MovedInTime { get; } = [new(), new(), new(), new()];

    public static async Task<LeadSeries> ReadAsync(
        FactContext context, LifecycleEntries lifecycle, OpportunityRecords opportunities, CustomerDirectory customers, CancellationToken cancellationToken)
    {
        var series = new LeadSeries(context, lifecycle, opportunities, customers);
        ImmutableArray<string> columns = ["created_at", "source", "opportunity_id", "is_converted", "converted_date", "merged_into_id", "snapshot_at"];
        if (series._findsCustomers || !lifecycle.IsEmpty) { columns = columns.Add("lead_id"); }
        if (series._findsCustomers) { columns = columns.AddRange("account_id", "email_hash", "domain"); }
        await FactScan.ReadAsync(context.Facts, FactTables.Lead, columns, series.Take, cancellationToken).ConfigureAwait(false);
        return series;
    }

    private void Take(FactRows rows)
    {
        int[] channels = rows.Rent(), opportunities = rows.Rent();
        Channels.Map(rows[Source], channels);
        _opportunities.Ids.Find(rows[Opportunity], opportunities);
        Span<int> days = stackalloc int[LifecycleEntries.Stages.Length];
        for (var row = 0; row < rows.Count; row++)
        {
            if (rows.IsDeleted(row) || rows[Merged].HasValue(row)) { continue; }
            Coverage.NoteSnapshot(rows[SnapshotAt].Int64s[row]);
            Date(rows, row, opportunities[row], days);
            Record(days, channels[row]);
            if (_findsCustomers && channels[row] != 0) { Offer(rows, row, opportunities[row], channels[row]); }
        }

        FactRows.Return(channels, opportunities);
    }

    /// <summary>Finds the day on which a lead entered each stage; a skipped stage is entered with the next one.</summary>
    private void Date(FactRows rows, int row, int opportunity, Span<int> days)
    {
        days.Fill(LifecycleEntries.Never);
        if (opportunity >= 0)
        {
            if (_opportunities.StatusOn(opportunity) == OpportunityStatus.Won) { days[4] = _opportunities.ClosedOn(opportunity); }
            days[3] = _opportunities.CreatedOn(opportunity);
        }

        if (rows[IsConverted].HasValue(row) && rows[IsConverted].Booleans[row] != 0 && rows[ConvertedDate].HasValue(row))
        {
            days[3] = Math.Min(days[3], rows[ConvertedDate].Int32s[row]);
        }

        var firstEvent = LifecycleEntries.Never;
        var known = _lifecycle.IsEmpty ? -1 : _lifecycle.Find(rows[Id].Texts!.Row(row));
        if (known >= 0)
        {
            for (var rank = 1; rank <= days.Length; rank++)
            {
                var day = _lifecycle.Day(known, rank);
                firstEvent = Math.Min(firstEvent, day);
                if (rank > 1) { days[rank - 1] = Math.Min(days[rank - 1], day); }
            }
        }

        for (var rank = 3; rank >= 1; rank--) { days[rank] = Math.Min(days[rank], days[rank + 1]); }
        days[0] = firstEvent;
        if (!rows[CreatedAt].HasValue(row)) { return; }
        var created = _context.Days.Of(rows[CreatedAt].Int64s[row]);
        Coverage.Note(created);
        days[0] = Math.Min(firstEvent, created);
    }

    private void Record(ReadOnlySpan<int> days, int channel)
    {
        for (var stage = 0; stage < days.Length; stage++)
        {
            if (days[stage] > _context.Limit) { continue; }
            Entered[stage][channel].Count(days[stage]);
            if (stage + 1 < days.Length && IsInTime(days[stage], days[stage + 1])) { MovedInTime[stage].Count(days[stage]); }
        }

        if (days[0] <= _context.Limit && IsInTime(days[0], days[^1])) { WonInTime[channel].Count(days[0]); }
    }

    private bool IsInTime(int start, int reached) => reached <= _context.Limit && reached <= start + CohortWindow;

    private void Offer(FactRows rows, int row, int opportunity, int channel)
    {
        var id = rows[Id].Texts!.Row(row);
        var createdAt = rows[CreatedAt].HasValue(row) ? rows[CreatedAt].Int64s[row] : long.MaxValue;
        var candidate = new Candidate(true, false, channel);
        Offer(_customers.Accounts, rows[Account], row, (createdAt, candidate));
        if (opportunity >= 0 && _opportunities.AccountOf(opportunity) is >= 0 and var account) { _customers.Accounts.Offer(account, createdAt, candidate, id); }
        Offer(_customers.Emails, rows[Email], row, (createdAt, candidate));
        Offer(_customers.Domains, rows[Domain], row, (createdAt, candidate));

        void Offer(LabelCandidates candidates, Parquet.Column keys, int at, (long CreatedAt, Candidate Candidate) record)
        {
            if (candidates.Keys.Count == 0 || !keys.HasValue(at)) { return; }
            var key = candidates.Keys.Find(keys.Texts!.Row(at));
            if (key >= 0) { candidates.Offer(key, record.CreatedAt, record.Candidate, rows[Id].Texts!.Row(at)); }
        }
    }
}
