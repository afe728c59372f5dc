using Pipeline.Metrics.Reading;

namespace Pipeline.Metrics.Series.Recurring;

/// <summary>What is read of subscriptions; the series follow once the axis is known.</summary>
internal sealed record RecurringFacts(Subscriptions Subscriptions, SubscriptionItems Items, PlanPrices Plans)
{
    public static async Task<RecurringFacts> ReadAsync(FactContext context, CustomerDirectory customers, CancellationToken cancellationToken)
    {
        var plans = await PlanPrices.ReadAsync(context, cancellationToken).ConfigureAwait(false);
        var subscriptions = await Subscriptions.ReadAsync(context, customers.Ids, cancellationToken).ConfigureAwait(false);
        var items = await SubscriptionItems.ReadAsync(context, subscriptions, plans, cancellationToken).ConfigureAwait(false);
        return new RecurringFacts(subscriptions, items, plans);
    }
}

/// <summary>Monthly recurring revenue as a step function of days: levels, movements, comparisons and cohorts from one walk over items and one over customers.</summary>
internal sealed class RecurringSeries
{
    private readonly int[] _acquired;

    public RecurringSeries(FactContext context, RecurringFacts facts, Utf8Interner customerIds, DayAxis axis)
    {
        CustomerIds = customerIds;
        OneMonth = new MonthComparison(axis, 1);
        OneYear = new MonthComparison(axis, 12);
        Cohorts = new Cohorts(axis);
        var changes = MrrChanges.Of(context, facts.Subscriptions, facts.Items, facts.Plans, axis.End);
        _acquired = new int[customerIds.Count];
        var activeSteps = new DaySeries();
        WalkCustomers(new CustomerMrr(changes.Changes, customerIds.Count), activeSteps);
        OneMonth.Complete();
        OneYear.Complete();

        var amounts = changes.TotalSteps.Integrate(axis.End);
        var active = activeSteps.Integrate(axis.End);
        Levels = amounts.On(axis);
        Active = active;
        Mrr = WithCounts(Levels, active.On(axis), axis);
        MrrTotals = Mrr.On(axis);
        ByPlan = Integrated(changes.PlanSteps.Named(facts.Plans.Ids.Text), axis);
        ByCurrency = Integrated(changes.CurrencySteps.Named(id => facts.Plans.Currencies[id].Currency), axis);
        Movements.Check(Levels, axis);
        Movements.MarkMissing(Levels, axis);
    }

    public Utf8Interner CustomerIds { get; }

    /// <summary>The revenue at the end of each day; counts are active customers.</summary>
    public DaySeries Mrr { get; }

    public DayTotals MrrTotals { get; }

    /// <summary>Customers with revenue at the end of each day.</summary>
    public DaySeries Active { get; }

    public SortedDictionary<string, DaySeries> ByPlan { get; }

    public SortedDictionary<string, DaySeries> ByCurrency { get; }

    public MrrMovements Movements { get; } = new();

    public MonthComparison OneMonth { get; }

    public MonthComparison OneYear { get; }

    public Cohorts Cohorts { get; }

    private DayTotals Levels { get; }

    /// <summary>The first day on which a customer had revenue, or <see cref="Subscriptions.Never"/>.</summary>
    public int AcquiredOn(int customer) => _acquired[customer];

    private static DaySeries WithCounts(DayTotals amounts, DayTotals counts, DayAxis axis)
    {
        var levels = new DaySeries();
        for (var index = 0; index < axis.Count; index++)
        {
            levels.Step(axis.Start + index, amounts.Amount(index, 1), (int)counts.Count(index, 1), amounts.HasMissing(index, 1) ? 1 : 0);
        }

        return levels;
    }

    private static SortedDictionary<string, DaySeries> Integrated(SortedDictionary<string, DaySeries> steps, DayAxis axis)
    {
        var levels = new SortedDictionary<string, DaySeries>(StringComparer.Ordinal);
        foreach (var (member, days) in steps) { levels[member] = days.Integrate(axis.End); }
        return levels;
    }

    private void WalkCustomers(CustomerMrr customers, DaySeries activeSteps)
    {
        for (var customer = 0; customer < _acquired.Length; customer++)
        {
            var steps = customers.Of(customer);
            _acquired[customer] = Subscriptions.Never;
            if (steps.IsEmpty) { continue; }
            Movements.Take(customer, steps);
            OneMonth.Take(steps);
            OneYear.Take(steps);
            Cohorts.Take(steps);
            foreach (var step in steps)
            {
                if (step.After > 0 && _acquired[customer] == Subscriptions.Never) { _acquired[customer] = step.Day; }
                var change = (step.After > 0 ? 1 : 0) - (step.Before > 0 ? 1 : 0);
                if (change != 0) { activeSteps.Step(step.Day, change * Exact.One, change, 0); }
            }
        }
    }
}
