using Pipeline.Metrics.Series.Recurring;
using Pipeline.Model;

namespace Pipeline.Metrics.Definitions;

/// <summary>Recurring revenue gained from customers.</summary>
public sealed class MrrExpansion : IMetric
{
    public MetricDefinition Definition { get; } = new()
    {
        Name = "mrr_expansion",
        Title = "Expansion MRR",
        Formula = "sum over customers that had mrr of what they gained on the day, at the rates of the day before",
        Unit = MetricUnit.Money,
        Kind = MetricKind.Flow,
        Inputs = [FactTables.Subscription, FactTables.SubscriptionItem, FactTables.SubscriptionEvent, FactTables.Plan, FactTables.FxRate],
        Authority = "ChartMogul, Stripe, mrr-playbook: netted per customer and day",
    };

    public void Compute(MetricFacts facts, MetricSink sink)
    {
        sink.Flow(Definition, MetricScope.All, facts.Recurring.Movements.Flows[(int)MovementType.Expansion], facts.Cover(facts.SubscriptionInput));
    }
}
