using Pipeline.Metrics.Reading;

namespace Pipeline.Metrics.Series;

/// <summary>Customer lifetime value of each day, and the acquisition cost it is held against.</summary>
internal sealed class CustomerValue
{
    private const int CostWindow = 30;
    private readonly MetricFacts _facts;
    private readonly Int128 _margin;
    private readonly InputSpan _subscriptions;
    private readonly InputSpan _costs;
    private readonly DayTotals _loadedCost;
    private readonly DayTotals _newCustomers;

    public CustomerValue(MetricFacts facts)
    {
        _facts = facts;
        _margin = (Int128)decimal.Round(facts.Settings.GrossMargin * Exact.One);
        _subscriptions = facts.Cover(facts.SubscriptionInput);
        _costs = facts.Cover(facts.Spend.Coverage, facts.Acquisition.Input);
        _loadedCost = facts.Spend.Cost(facts.Settings.LoadedCosts).On(facts.Axis);
        _newCustomers = facts.Acquisition.Total.On(facts.Axis);
    }

    /// <summary>An amount times the gross margin, rounded to ten-thousandths.</summary>
    public Int128 AtMargin(Int128 amount) => Exact.Divide(_margin * amount, Exact.One);

    /// <summary>Average revenue of a customer divided by the share lost in a month; with the margin or without.</summary>
    public DayPoint OfRecurring(int index, bool atMargin)
    {
        var month = _facts.Recurring.OneMonth;
        var reason = _subscriptions.Window(month.EarlierDay(index));
        if (reason != NullReason.None) { return DayPoint.Null(reason); }
        var churned = month.Active(index) - month.Retained(index);
        var levels = _facts.Recurring.MrrTotals;
        if (levels.HasMissing(index, 1)) { return DayPoint.Null(NullReason.MissingFxRate, churned); }
        var numerator = levels.Amount(index, 1) * month.Active(index);
        return DayPoint.Quotient(atMargin ? AtMargin(numerator) : numerator, (Int128)levels.Count(index, 1) * churned * Exact.One, churned);
    }

    /// <summary>Value at margin against fully loaded acquisition cost of the trailing 30 days.</summary>
    public DayPoint AgainstCost(int index)
    {
        var (value, cost) = (OfRecurring(index, atMargin: true), LoadedCost(index));
        var reason = value.QuotientReason != NullReason.None ? value.QuotientReason : cost.QuotientReason;
        return reason != NullReason.None
            ? DayPoint.Null(reason, cost.Observations)
            : DayPoint.Quotient(Rounded(value), Rounded(cost), cost.Observations);
    }

    private static Int128 Rounded(DayPoint quotient) => Exact.Divide(quotient.Numerator * Exact.One, quotient.Denominator!.Value);

    private DayPoint LoadedCost(int index)
    {
        var lag = _facts.Settings.AcquisitionLagDays;
        var reason = _costs.Window(_facts.Axis.Start + index - CostWindow + 1 - lag);
        if (reason != NullReason.None) { return DayPoint.Null(reason); }
        var customers = _newCustomers.Count(index, CostWindow);
        return _loadedCost.HasMissing(index - lag, CostWindow)
            ? DayPoint.Null(NullReason.MissingFxRate, customers)
            : DayPoint.Quotient(_loadedCost.Amount(index - lag, CostWindow), customers * Exact.One, customers);
    }
}
