using Pipeline.Model;

namespace Pipeline.Metrics.Definitions;

/// <summary>Annual recurring revenue.</summary>
public sealed class Arr : IMetric
{
    public MetricDefinition Definition { get; } = new()
    {
        Name = "arr",
        Title = "Annual recurring revenue",
        Formula = "12 x mrr",
        Unit = MetricUnit.Money,
        Kind = MetricKind.Level,
        Inputs = [FactTables.Subscription, FactTables.SubscriptionItem, FactTables.SubscriptionEvent, FactTables.Plan, FactTables.FxRate],
        Authority = "Baremetrics: run rate",
    };

    public void Compute(MetricFacts facts, MetricSink sink)
    {
        var inputs = facts.Cover(facts.SubscriptionInput);
        var levels = facts.Recurring.MrrTotals;
        sink.Daily(Definition, inputs, index =>
        {
            var (reason, customers) = (inputs.Day(facts.Axis.Start + index), levels.Count(index, 1));
            if (reason == NullReason.None && levels.HasMissing(index, 1)) { reason = NullReason.MissingFxRate; }
            return reason != NullReason.None ? DayPoint.Null(reason, customers) : DayPoint.Of(12 * levels.Amount(index, 1), customers);
        });
    }
}
