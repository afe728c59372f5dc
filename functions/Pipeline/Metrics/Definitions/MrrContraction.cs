using Pipeline.Metrics.Series.Recurring;
using Pipeline.Model;

namespace Pipeline.Metrics.Definitions;

/// <summary>Recurring revenue lost from customers that stay.</summary>
public sealed class MrrContraction : IMetric
{
    public MetricDefinition Definition { get; } = new()
    {
        Name = "mrr_contraction",
        Title = "Contraction MRR",
        Formula = "sum over customers that keep mrr of what they lost on the day, at the rates of the day before; negative",
        Unit = MetricUnit.Money,
        Kind = MetricKind.Flow,
        Inputs = [FactTables.Subscription, FactTables.SubscriptionItem, FactTables.SubscriptionEvent, FactTables.Plan, FactTables.FxRate],
        Authority = "ChartMogul, Stripe, mrr-playbook: netted per customer and day",
    };

    public void Compute(MetricFacts facts, MetricSink sink)
    {
        sink.Flow(Definition, MetricScope.All, facts.Recurring.Movements.Flows[(int)MovementType.Contraction], facts.Cover(facts.SubscriptionInput));
    }
}
