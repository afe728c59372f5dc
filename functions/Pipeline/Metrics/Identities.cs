using Pipeline.Metrics.Reading;

namespace Pipeline.Metrics;

/// <summary>Checks that parts add up to totals that were summed another way. The movements of recurring revenue are checked where they are made.</summary>
internal static class Identities
{
    /// <exception cref="MetricIdentityException">On some day they do not.</exception>
    public static void Check(MetricFacts facts)
    {
        Check("spend by channel", facts.Spend.Cost([Series.SpendSeries.Media]), facts.MediaSpendByChannel.Values, facts.Axis);
        Check("new customers by channel", facts.Acquisition.Total, facts.Acquisition.ByChannel.Values, facts.Axis);
        Check("bookings by owner", facts.Opportunities.ByChannel.Bookings.Total(), [facts.Opportunities.ByOwner.Bookings.Total()], facts.Axis);
        Check("mrr by plan", facts.Recurring.Mrr, facts.Recurring.ByPlan.Values, facts.Axis);
        Check("revenue by class", facts.Revenue.Total, facts.Revenue.ByClass.Values, facts.Axis);
        Check("sales revenue by plan", facts.Revenue.Sales, facts.Revenue.SalesByPlan.Values, facts.Axis);
    }

    /// <summary>Checks one total against its parts.</summary>
    internal static void Check(string what, DaySeries total, IEnumerable<DaySeries> parts, DayAxis axis)
    {
        var whole = total.Figures;
        DayFigures[] figures = [.. parts.Select(part => part.Figures)];
        for (var day = axis.Start; day <= axis.End; day++)
        {
            Int128 sum = 0;
            foreach (var part in figures) { sum += part.Amount(day); }
            if (sum != whole.Amount(day))
            {
                throw new MetricIdentityException($"{what} on {DayAxis.Date(day):yyyy-MM-dd}: the parts are {sum}, the total is {whole.Amount(day)} (in ten-thousandths)");
            }
        }
    }
}
