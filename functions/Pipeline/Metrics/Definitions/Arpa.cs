using Pipeline.Metrics.Reading;
using Pipeline.Model;

namespace Pipeline.Metrics.Definitions;

/// <summary>What a customer pays a month.</summary>
public sealed class Arpa : IMetric
{
    public MetricDefinition Definition { get; } = new()
    {
        Name = "arpa",
        Title = "Average revenue per account",
        Formula = "mrr / active_customers",
        Unit = MetricUnit.Money,
        Kind = MetricKind.Level,
        Inputs = [FactTables.Subscription, FactTables.SubscriptionItem, FactTables.SubscriptionEvent, FactTables.Plan, FactTables.FxRate],
        Authority = "ChartMogul",
    };

    public void Compute(MetricFacts facts, MetricSink sink)
    {
        var inputs = facts.Cover(facts.SubscriptionInput);
        var levels = facts.Recurring.MrrTotals;
        sink.Daily(Definition, inputs, index =>
        {
            var (reason, customers) = (inputs.Day(facts.Axis.Start + index), levels.Count(index, 1));
            if (reason == NullReason.None && levels.HasMissing(index, 1)) { reason = NullReason.MissingFxRate; }
            return reason != NullReason.None ? DayPoint.Null(reason, customers) : DayPoint.Quotient(levels.Amount(index, 1), customers * Exact.One, customers);
        });
    }
}
