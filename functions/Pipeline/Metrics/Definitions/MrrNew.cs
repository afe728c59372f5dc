using Pipeline.Metrics.Series.Recurring;
using Pipeline.Model;

namespace Pipeline.Metrics.Definitions;

/// <summary>Recurring revenue of new customers.</summary>
public sealed class MrrNew : IMetric
{
    public MetricDefinition Definition { get; } = new()
    {
        Name = "mrr_new",
        Title = "New MRR",
        Formula = "sum over customers that never had mrr above 0 before of what they have at the end of the day",
        Unit = MetricUnit.Money,
        Kind = MetricKind.Flow,
        Inputs = [FactTables.Subscription, FactTables.SubscriptionItem, FactTables.SubscriptionEvent, FactTables.Plan, FactTables.FxRate],
        Authority = "ChartMogul, Stripe, mrr-playbook: netted per customer and day",
    };

    public void Compute(MetricFacts facts, MetricSink sink)
    {
        sink.Flow(Definition, MetricScope.All, facts.Recurring.Movements.Flows[(int)MovementType.New], facts.Cover(facts.SubscriptionInput));
    }
}
