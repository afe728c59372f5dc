using Pipeline.Metrics.Reading;
using Pipeline.Metrics.Series;
using Pipeline.Metrics.Series.Recurring;
using Pipeline.Model;

namespace Pipeline.Metrics;

/// <summary>The shared series that metrics are composed from, all computed from one version of the facts.</summary>
public sealed class MetricFacts
{
    private readonly FactSeries _series;
    private readonly BusinessDays _days;

    internal MetricFacts(FactSeries series, DayAxis axis)
    {
        _series = series;
        _days = series.Context.Days;
        Settings = series.Context.Settings;
        Axis = axis;
        var recurring = Task.Run(() => new RecurringSeries(series.Context, series.Recurring, series.Customers.Ids, axis));
        MediaSpendByChannel = series.Spend.MediaByChannel();
        foreach (var channel in MediaSpendByChannel.Values) { MediaSpend.Add(channel); }
        Revenue = new RevenueSeries(series.Invoices, series.Ledger);
        Recurring = Wait(recurring);
        Acquisition = Acquire();
        Value = new CustomerValue(this);
    }

    /// <summary>The days that are computed.</summary>
    public DayAxis Axis { get; }

    public MetricSettings Settings { get; }

    internal SpendSeries Spend => _series.Spend;

    /// <summary>Media cost of all channels, in the reporting currency.</summary>
    internal DaySeries MediaSpend { get; } = new();

    internal IReadOnlyDictionary<string, DaySeries> MediaSpendByChannel { get; }

    internal RecurringSeries Recurring { get; }

    /// <summary>What every metric of recurring revenue is computed from.</summary>
    internal TableCoverage SubscriptionInput => _series.Recurring.Subscriptions.Coverage;

    internal CustomerValue Value { get; }

    internal StageHistory Stages => _series.Stages;

    internal OpportunitySeries Opportunities => _series.Opportunities;

    internal LeadSeries Leads => _series.Leads;

    internal InvoiceSeries Invoices => _series.Invoices;

    internal RevenueSeries Revenue { get; }

    internal AcquisitionSeries Acquisition { get; }

    /// <summary>What several tables cover together.</summary>
    internal InputSpan Cover(params ReadOnlySpan<TableCoverage> tables) => InputSpan.Of(_days, Axis.End, tables);

    private AcquisitionSeries Acquire()
    {
        var accounts = _series.Customers.Accounts;
        return _series.AcquiredBy switch
        {
            AcquiredBy.Opportunity => AcquisitionSeries.Of(
                _series.Opportunities.Coverage, accounts.Keys.Count, account => OnAxis(_series.Opportunities.Records.AcquiredOn(account)),
                account => Channel(accounts.Best(account)), Settings),
            AcquiredBy.Subscription => AcquisitionSeries.Of(
                SubscriptionInput, _series.Customers.Ids.Count, Recurring.AcquiredOn, customer => Channel(_series.Customers.Find(customer)), Settings),
            _ => AcquireByPaying(_series.Invoices.Payers),
        };
    }

    private AcquisitionSeries AcquireByPaying(PayingCustomers payers)
    {
        if (_series.Customers.Ids.Count == 0) { return AcquisitionSeries.OfUnknown(_series.Invoices.Coverage, payers.FirstPaidUntil(Axis.End), Settings); }
        // Most who pay may be unknown to the table of customers.
        var known = new GrowingArray<int>(-1);
        for (var customer = 0; customer < _series.Customers.Ids.Count; customer++)
        {
            var payer = payers.Find(_series.Customers.Ids.Bytes(customer));
            if (payer >= 0) { known[payer] = customer; }
        }

        return AcquisitionSeries.Of(
            _series.Invoices.Coverage, payers.Numbers, payer => OnAxis(payers.FirstPaid(payer)),
            payer => known[payer] < 0 ? ChannelColumn.Unattributed : Channel(_series.Customers.Find(known[payer])), Settings);
    }

    private static T Wait<T>(Task<T> task) => task.GetAwaiter().GetResult();

    private int OnAxis(int day) => day <= Axis.End ? day : int.MaxValue;

    private string Channel(Candidate candidate)
    {
        if (!candidate.IsFound) { return ChannelColumn.Unattributed; }
        return candidate.IsOpportunity ? _series.Opportunities.Channels[candidate.Channel] : _series.Leads.Channels[candidate.Channel];
    }
}
