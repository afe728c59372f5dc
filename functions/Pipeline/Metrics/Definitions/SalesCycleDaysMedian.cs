using Pipeline.Model;

namespace Pipeline.Metrics.Definitions;

/// <summary>How long a won deal took.</summary>
public sealed class SalesCycleDaysMedian : IMetric
{
    public MetricDefinition Definition { get; } = new()
    {
        Name = "sales_cycle_days_median",
        Title = "Median sales cycle",
        Formula = "median of close_date - day(created_at) over the deals won in the window; the mean of the middle two of an even number",
        Unit = MetricUnit.Days,
        Kind = MetricKind.RatioOfFlows,
        Inputs = [FactTables.Opportunity],
        Authority = "common usage: won deals only",
    };

    public void Compute(MetricFacts facts, MetricSink sink)
    {
        var inputs = facts.Cover(facts.Opportunities.Coverage);
        foreach (var window in Definition.Windows)
        {
            var (medians, counts) = facts.Opportunities.Cycles.Medians(facts.Axis, window.Days);
            sink.Add(Definition, window.Id, MetricScope.All, inputs, index =>
            {
                var reason = inputs.Window(facts.Axis.Start + index - window.Days + 1);
                if (reason == NullReason.None && counts[index] == 0) { reason = NullReason.NoData; }
                return reason == NullReason.None ? DayPoint.Of(medians[index], counts[index]) : DayPoint.Null(reason);
            });
        }
    }
}
