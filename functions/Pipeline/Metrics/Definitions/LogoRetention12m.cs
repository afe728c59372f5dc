using Pipeline.Metrics.Reading;
using Pipeline.Model;

namespace Pipeline.Metrics.Definitions;

/// <summary>The share of customers still there after a year.</summary>
public sealed class LogoRetention12m : IMetric
{
    public MetricDefinition Definition { get; } = new()
    {
        Name = "logo_retention_12m",
        Title = "Customer retention, twelve months",
        Formula = "customers active twelve months before and active / customers active twelve months before",
        Unit = MetricUnit.Ratio,
        Kind = MetricKind.Comparison,
        Inputs = [FactTables.Subscription, FactTables.SubscriptionItem, FactTables.SubscriptionEvent, FactTables.Plan, FactTables.FxRate],
        Authority = "common usage: end test",
    };

    public void Compute(MetricFacts facts, MetricSink sink)
    {
        var inputs = facts.Cover(facts.SubscriptionInput);
        var earlier = facts.Recurring.OneYear;
        sink.Daily(Definition, inputs, index =>
        {
            var reason = inputs.Window(earlier.EarlierDay(index));
            return reason != NullReason.None
                ? DayPoint.Null(reason)
                : DayPoint.Quotient(earlier.Retained(index) * Exact.One, earlier.Active(index) * Exact.One, earlier.Active(index));
        });
    }
}
