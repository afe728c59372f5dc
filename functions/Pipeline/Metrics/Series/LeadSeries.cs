using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Pipeline.Metrics.Kept;
using Pipeline.Metrics.Reading;
using Pipeline.Model;

namespace Pipeline.Metrics.Series;

/// <summary>Leads by the days on which they entered each stage of the funnel, in one pass over the table.</summary>
internal sealed class LeadSeries : IKeptSeries
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

    // Rows whose opportunities are looked for at once.
    private const int Block = 128;
    private readonly FactContext _context;
    private readonly LifecycleEntries _lifecycle;
    private readonly OpportunityRecords _opportunities;
    private readonly CustomerDirectory _customers;
    private readonly bool _findsCustomers;

    // Set in the series of one part: what becomes of a lead that has an opportunity, or events, is told by other tables.
    private readonly List<JoinedLead>? _joined;

    private LeadSeries(
        FactContext context, LifecycleEntries lifecycle, OpportunityRecords opportunities, (CustomerDirectory Customers, bool IsOfPart) scope)
    {
        var customers = scope.Customers;
        _joined = scope.IsOfPart ? [] : null;
        Limits = new LimitWindow(context.Limit);
        _context = context;
        _lifecycle = lifecycle;
        _opportunities = opportunities;
        _customers = customers;
        _findsCustomers = customers.HasKeys;
        Channels = new ChannelColumn(context.Settings);
    }

    public TableCoverage Coverage { get; } = new();

    public LimitWindow Limits { get; }

    public IEnumerable<string> Foreign => [];

    public int RatesThrough => int.MinValue;

    public ChannelColumn Channels { get; }

    /// <summary>By rank - 1: leads by channel, on the day on which they entered the stage.</summary>
    public ImmutableArray<DayGroup> Entered { get; } = [new(), new(), new(), new(), new()];

    /// <summary>Leads by channel, on the day on which they became a lead, that were won within <see cref="CohortWindow"/> days.</summary>
    public DayGroup WonInTime { get; } = new();

    /// <summary>By rank - 1: leads, on the day on which they entered the stage, that entered the next within <see cref="CohortWindow"/> days.</summary>
    public ImmutableArray<DaySeries> MovedInTime { get; } = [new(), new(), new(), new()];

    public static async Task<LeadSeries> ReadAsync(
        FactContext context, LifecycleEntries lifecycle, OpportunitySeries opportunities, CustomerDirectory customers, CancellationToken cancellationToken)
    {
        var series = new LeadSeries(context, lifecycle, opportunities.Records, (customers, false));
        ImmutableArray<string> columns = ["created_at", "source", "opportunity_id", "is_converted", "converted_date", "merged_into_id", "snapshot_at"];
        if (series._findsCustomers || !lifecycle.IsEmpty) { columns = columns.Add("lead_id"); }
        if (series._findsCustomers) { columns = columns.AddRange("account_id", "email_hash", "domain"); }
        var parts = context.Facts.PartsOf(FactTables.Lead);
        // Which record names a customer's channel cannot be told from sums.
        if (series._findsCustomers || parts.IsEmpty)
        {
            await FactScan.ReadAsync(context.Facts, FactTables.Lead, columns, series.Take, cancellationToken).ConfigureAwait(false);
            return series;
        }

        var seal = new Seal(context, columns);
        LeadSeries Begin() => new(context, lifecycle, opportunities.Records, (customers, true));
        var scan = new KeptScan<LeadSeries>(seal, columns, Begin);
        if (opportunities.Lookup is { IsComplete: false } lookup) { await new LeadParts(seal, scan, lookup, (series, Begin)).ReadAsync(parts, cancellationToken).ConfigureAwait(false); }
        else { await scan.ReadAsync(parts, [LeadParts.Rows], (_, reader) => series.AddRows(reader, series.Join), cancellationToken).ConfigureAwait(false); }
        return series;
    }

    public void Save(KeptWriter writer)
    {
        Coverage.Save(writer);
        foreach (var group in Entered) { group.Save(writer, channel => Channels[channel]); }
        WonInTime.Save(writer, channel => Channels[channel]);
        foreach (var days in MovedInTime) { days.Save(writer); }
    }

    public void Add(KeptReader reader)
    {
        Coverage.Add(reader);
        foreach (var group in Entered) { group.Add(reader, Channels.Number); }
        WonInTime.Add(reader, Channels.Number);
        foreach (var moved in MovedInTime) { moved.Add(reader); }
    }

    /// <summary>Writes what a part says by itself: what adds up, and the leads of which other tables say more.</summary>
    public void SaveRows(KeptWriter writer)
    {
        Limits.Save(writer);
        Save(writer);
        writer.WriteTexts(Channels.Names);
        writer.WriteAll<JoinedLead>(CollectionsMarshal.AsSpan(_joined));
    }

    /// <summary>Adds what <see cref="SaveRows"/> wrote.</summary>
    public void AddRows(KeptReader reader, Action<JoinedLead> onJoined)
    {
        Limits.Add(reader);
        Add(reader);
        var channels = Array.ConvertAll(reader.ReadTexts(), Channels.Number);
        foreach (ref readonly var lead in reader.ReadAll<JoinedLead>()) { onJoined(lead with { Channel = channels[lead.Channel] }); }
    }

    /// <summary>Counts a lead by what other tables say of it.</summary>
    public void Join(JoinedLead lead)
    {
        Span<int> days = stackalloc int[LifecycleEntries.Stages.Length];
        Date(days, lead.Dates, (_opportunities.Ids.Find(lead.Opportunity), _lifecycle.IsEmpty ? -1 : _lifecycle.Find(lead.Id)));
        Record(days, lead.Channel);
    }

    public void Take(FactRows rows)
    {
        int[] channels = rows.Rent(), opportunities = rows.Rent();
        Channels.Map(rows[Source], channels);
        _opportunities.Ids.Find(rows[Opportunity], opportunities);
        for (var start = 0; start < rows.Count; start += Block)
        {
            var end = Math.Min(start + Block, rows.Count);
            _opportunities.Expect(opportunities.AsSpan(start, end - start));
            for (var row = start; row < end; row++)
            {
                if (!rows.IsDeleted(row) && !rows[Merged].HasValue(row)) { Take(rows, row, (opportunities[row], channels[row])); }
            }
        }

        FactRows.Return(channels, opportunities);
    }

    private void Take(FactRows rows, int row, (int Opportunity, int Channel) numbers)
    {
        Coverage.NoteSnapshot(rows[SnapshotAt].Int64s[row]);
        var dates = DatesOf(rows, row);
        var lead = _lifecycle.IsEmpty ? default : IdHash.Of(rows[Id].Texts!.Row(row));
        if (_joined is not null && (rows[Opportunity].HasValue(row) || !_lifecycle.IsEmpty))
        {
            var opportunity = rows[Opportunity].HasValue(row) ? IdHash.Of(rows[Opportunity].Texts!.Row(row)) : default;
            _joined.Add(new JoinedLead(lead, opportunity, dates, numbers.Channel));
            return;
        }

        var lifecycle = _lifecycle.IsEmpty ? -1 : _lifecycle.Find(lead);
        if (numbers.Opportunity < 0 && lifecycle < 0 && dates.Converted == LifecycleEntries.Never) { Enter(0, dates.Created, numbers.Channel); }
        else
        {
            Span<int> days = stackalloc int[LifecycleEntries.Stages.Length];
            Date(days, dates, (numbers.Opportunity, lifecycle));
            Record(days, numbers.Channel);
        }

        if (_findsCustomers && numbers.Channel != 0) { Offer(rows, row, numbers.Opportunity, numbers.Channel); }
    }

    private LeadDates DatesOf(FactRows rows, int row)
    {
        var isConverted = rows[IsConverted].HasValue(row) && rows[IsConverted].Booleans[row] != 0 && rows[ConvertedDate].HasValue(row);
        var converted = isConverted ? rows[ConvertedDate].Int32s[row] : LifecycleEntries.Never;
        if (!rows[CreatedAt].HasValue(row)) { return new(LifecycleEntries.Never, converted); }
        var created = _context.Days.Of(rows[CreatedAt].Int64s[row]);
        Coverage.Note(created);
        return new(created, converted);
    }

    /// <summary>Finds the day on which a lead entered each stage; a skipped stage is entered with the next one.</summary>
    private void Date(Span<int> days, LeadDates dates, (int Opportunity, int Lifecycle) numbers)
    {
        days.Fill(LifecycleEntries.Never);
        if (numbers.Opportunity >= 0)
        {
            if (_opportunities.StatusOn(numbers.Opportunity) == OpportunityStatus.Won) { days[4] = _opportunities.ClosedOn(numbers.Opportunity); }
            days[3] = _opportunities.CreatedOn(numbers.Opportunity);
        }

        days[3] = Math.Min(days[3], dates.Converted);
        var firstEvent = LifecycleEntries.Never;
        for (var rank = 1; numbers.Lifecycle >= 0 && rank <= days.Length; rank++)
        {
            var day = _lifecycle.Day(numbers.Lifecycle, rank);
            firstEvent = Math.Min(firstEvent, day);
            if (rank > 1) { days[rank - 1] = Math.Min(days[rank - 1], day); }
        }

        for (var rank = 3; rank >= 1; rank--) { days[rank] = Math.Min(days[rank], days[rank + 1]); }
        days[0] = Math.Min(firstEvent, dates.Created);
    }

    private void Record(ReadOnlySpan<int> days, int channel)
    {
        for (var stage = 0; stage < days.Length; stage++)
        {
            if (!Enter(stage, days[stage], channel)) { continue; }
            if (stage + 1 < days.Length && IsInTime(days[stage], days[stage + 1])) { MovedInTime[stage].Count(days[stage]); }
        }

        if (days[0] <= _context.Limit && IsInTime(days[0], days[^1])) { WonInTime[channel].Count(days[0]); }
    }

    /// <returns>Whether the day counts.</returns>
    private bool Enter(int stage, int day, int channel)
    {
        Limits.Note(day);
        if (day > _context.Limit) { return false; }
        Entered[stage][channel].Count(day);
        return true;
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
