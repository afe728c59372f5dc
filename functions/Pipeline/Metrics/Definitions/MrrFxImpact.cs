using Pipeline.Metrics.Series.Recurring;
using Pipeline.Model;

namespace Pipeline.Metrics.Definitions;

/// <summary>What exchange rates did to recurring revenue.</summary>
public sealed class MrrFxImpact : IMetric
{
    public MetricDefinition Definition { get; } = new()
    {
        Name = "mrr_fx_impact",
        Title = "FX impact on MRR",
        Formula = "sum over customers of mrr minus what it would be at the rates of the day before",
        Unit = MetricUnit.Money,
        Kind = MetricKind.Flow,
        Inputs = [FactTables.Subscription, FactTables.SubscriptionItem, FactTables.SubscriptionEvent, FactTables.Plan, FactTables.FxRate],
        Authority = "ChartMogul, Stripe, mrr-playbook: netted per customer and day",
    };

    public void Compute(MetricFacts facts, MetricSink sink)
    {
        sink.Flow(Definition, MetricScope.All, facts.Recurring.Movements.Flows[(int)MovementType.FxImpact], facts.Cover(facts.SubscriptionInput));
    }
}
