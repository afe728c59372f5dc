using Pipeline.Metrics.Series.Recurring;
using Pipeline.Model;

namespace Pipeline.Metrics.Definitions;

/// <summary>Recurring revenue of customers that came back.</summary>
public sealed class MrrReactivation : IMetric
{
    public MetricDefinition Definition { get; } = new()
    {
        Name = "mrr_reactivation",
        Title = "Reactivation MRR",
        Formula = "sum over customers with mrr above 0 on an earlier day but not on the day before of what they have at the end of the day",
        Unit = MetricUnit.Money,
        Kind = MetricKind.Flow,
        Inputs = [FactTables.Subscription, FactTables.SubscriptionItem, FactTables.SubscriptionEvent, FactTables.Plan, FactTables.FxRate],
        Authority = "ChartMogul, Stripe, mrr-playbook: netted per customer and day",
    };

    public void Compute(MetricFacts facts, MetricSink sink)
    {
        sink.Flow(Definition, MetricScope.All, facts.Recurring.Movements.Flows[(int)MovementType.Reactivation], facts.Cover(facts.SubscriptionInput));
    }
}
