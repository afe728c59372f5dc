using Pipeline.Metrics.Series;
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
        var lengths = facts.Opportunities.Cycles.On(facts.Axis);
        foreach (var window in Definition.Windows)
        {
            var medians = new MovingMedian(lengths, window.Days);
            sink.Add(Definition, window.Id, (inputs, lengths), index =>
            {
                var reason = inputs.Window(facts.Axis.Start + index - window.Days + 1);
                if (reason != NullReason.None) { return DayPoint.Null(reason); }
                var (median, count) = medians.On(index);
                return count == 0 ? DayPoint.Null(NullReason.NoData) : DayPoint.Of(median, count);
            });
        }
    }
}
