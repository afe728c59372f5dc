namespace Pipeline.Metrics.Series.Recurring;

/// <summary>The days on which a subscription's service periods begin. Months are added to the start in one step, so that the 31st returns.</summary>
internal static class RenewalCalendar
{
    /// <summary>The latest renewal up to <paramref name="day"/> and the next one after it. The start is the first.</summary>
    public static (int Latest, int Next) Around(int start, int day, Price price)
    {
        if (price.Interval is BillingInterval.Week or BillingInterval.Day)
        {
            var length = price.Interval == BillingInterval.Week ? 7L * price.Count : price.Count;
            var whole = (day - start) / length * length;
            return ((int)(start + whole), (int)Math.Min(start + whole + length, int.MaxValue));
        }

        var months = price.Interval == BillingInterval.Year ? 12 * price.Count : price.Count;
        DateOnly from = DayAxis.Date(start), to = DayAxis.Date(day);
        var periods = (((to.Year - from.Year) * 12) + to.Month - from.Month) / months;
        if (DayAxis.AddMonths(start, periods * months) > day) { periods--; }
        return (DayAxis.AddMonths(start, periods * months), DayAxis.AddMonths(start, (periods + 1) * months));
    }
}
