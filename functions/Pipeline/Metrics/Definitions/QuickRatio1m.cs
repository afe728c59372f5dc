using Pipeline.Metrics.Series.Recurring;
using Pipeline.Model;

namespace Pipeline.Metrics.Definitions;

/// <summary>Recurring revenue gained for each unit lost.</summary>
public sealed class QuickRatio1m : IMetric
{
    public MetricDefinition Definition { get; } = new()
    {
        Name = "quick_ratio_1m",
        Title = "Quick ratio, one month",
        Formula = "(new + expansion + reactivation) / -(contraction + churn) of the days after the same day one month before",
        Unit = MetricUnit.Ratio,
        Kind = MetricKind.Comparison,
        Inputs = [FactTables.Subscription, FactTables.SubscriptionItem, FactTables.SubscriptionEvent, FactTables.Plan, FactTables.FxRate],
        Authority = "Mamoon Hamid: SaaS quick ratio, with reactivation",
    };

    public void Compute(MetricFacts facts, MetricSink sink)
    {
        var inputs = facts.Cover(facts.SubscriptionInput);
        var flows = facts.Recurring.Movements.Flows[..(int)MovementType.FxImpact].Select(flow => flow.On(facts.Axis)).ToArray();
        var earlier = facts.Recurring.OneMonth;
        sink.Daily(Definition, inputs, index =>
        {
            var reason = inputs.Window(earlier.EarlierDay(index));
            if (reason != NullReason.None) { return DayPoint.Null(reason); }
            var days = facts.Axis.Start + index - earlier.EarlierDay(index);
            var moved = flows.Sum(flow => flow.Count(index, days));
            if (flows.Any(flow => flow.HasMissing(index, days))) { return DayPoint.Null(NullReason.MissingFxRate, moved); }
            var gained = Amount(MovementType.New) + Amount(MovementType.Expansion) + Amount(MovementType.Reactivation);
            return DayPoint.Quotient(gained, -(Amount(MovementType.Contraction) + Amount(MovementType.Churn)), moved);

            Int128 Amount(MovementType type) => flows[(int)type].Amount(index, days);
        });
    }
}
