namespace Pipeline.Metrics.Series.Recurring;

/// <summary>The customers acquired in one calendar month, at the end of that month and of each later one.</summary>
internal sealed class Cohort(int months)
{
    public long Customers { get; set; }

    /// <summary>Their revenue on the days on which they were acquired.</summary>
    public Int128 InitialMrr { get; set; }

    /// <summary>By age: how many have revenue.</summary>
    public long[] Active { get; } = new long[months];

    /// <summary>By age: their revenue, each at most what it was.</summary>
    public Int128[] GrossMrr { get; } = new Int128[months];

    public Int128[] NetMrr { get; } = new Int128[months];
}

/// <summary>Cohorts by month of acquisition. Only months that have fully passed are counted.</summary>
internal sealed class Cohorts(DayAxis axis)
{
    private readonly SortedDictionary<int, Cohort> _cohorts = [];

    /// <summary>By the first day of their month.</summary>
    public IReadOnlyDictionary<int, Cohort> ByMonth => _cohorts;

    /// <summary>Takes the steps of one customer.</summary>
    public void Take(ReadOnlySpan<MrrStep> steps)
    {
        var first = 0;
        while (first < steps.Length && steps[first].After <= 0) { first++; }
        if (first == steps.Length) { return; }
        var month = DayAxis.MonthStart(steps[first].Day);
        var initial = steps[first].After;
        var cohort = CohortOf(month);
        cohort.Customers++;
        cohort.InitialMrr += initial;
        var at = first;
        for (var age = 0; age < cohort.Active.Length; age++)
        {
            var monthEnd = DayAxis.AddMonths(month, age + 1) - 1;
            while (at + 1 < steps.Length && steps[at + 1].Day <= monthEnd) { at++; }
            var amount = steps[at].After;
            if (amount > 0) { cohort.Active[age]++; }
            cohort.NetMrr[age] += amount;
            cohort.GrossMrr[age] += Int128.Min(amount, initial);
        }
    }

    private Cohort CohortOf(int month)
    {
        if (!_cohorts.TryGetValue(month, out var cohort))
        {
            var months = 0;
            while (DayAxis.AddMonths(month, months + 1) - 1 <= axis.End) { months++; }
            _cohorts[month] = cohort = new Cohort(months);
        }

        return cohort;
    }
}
