using Pipeline.Metrics.Series.Recurring;
using Pipeline.Model;

namespace Pipeline.Metrics.Definitions;

/// <summary>Recurring revenue lost with customers.</summary>
public sealed class MrrChurn : IMetric
{
    public MetricDefinition Definition { get; } = new()
    {
        Name = "mrr_churn",
        Title = "Churned MRR",
        Formula = "sum over customers whose mrr fell to 0 on the day of what they had the day before; negative",
        Unit = MetricUnit.Money,
        Kind = MetricKind.Flow,
        Inputs = [FactTables.Subscription, FactTables.SubscriptionItem, FactTables.SubscriptionEvent, FactTables.Plan, FactTables.FxRate],
        Authority = "ChartMogul, Stripe, mrr-playbook: netted per customer and day",
    };

    public void Compute(MetricFacts facts, MetricSink sink)
    {
        sink.Flow(Definition, MetricScope.All, facts.Recurring.Movements.Flows[(int)MovementType.Churn], facts.Cover(facts.SubscriptionInput));
    }
}
