using Pipeline.Metrics.Reading;
using Pipeline.Model;

namespace Pipeline.Metrics.Definitions;

/// <summary>The share of customers lost in a month.</summary>
public sealed class LogoChurn1m : IMetric
{
    public MetricDefinition Definition { get; } = new()
    {
        Name = "logo_churn_1m",
        Title = "Customer churn, one month",
        Formula = "customers active one month before that are not active / customers active one month before",
        Unit = MetricUnit.Ratio,
        Kind = MetricKind.Comparison,
        Inputs = [FactTables.Subscription, FactTables.SubscriptionItem, FactTables.SubscriptionEvent, FactTables.Plan, FactTables.FxRate],
        Authority = "common usage: on the customers active at start",
    };

    public void Compute(MetricFacts facts, MetricSink sink)
    {
        var inputs = facts.Cover(facts.SubscriptionInput);
        var earlier = facts.Recurring.OneMonth;
        sink.Daily(Definition, inputs, index =>
        {
            var reason = inputs.Window(earlier.EarlierDay(index));
            return reason != NullReason.None
                ? DayPoint.Null(reason)
                : DayPoint.Quotient((earlier.Active(index) - earlier.Retained(index)) * Exact.One, earlier.Active(index) * Exact.One, earlier.Active(index));
        });
    }
}
