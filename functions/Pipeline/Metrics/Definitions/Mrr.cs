using Pipeline.Model;

namespace Pipeline.Metrics.Definitions;

/// <summary>Monthly recurring revenue.</summary>
public sealed class Mrr : IMetric
{
    public MetricDefinition Definition { get; } = new()
    {
        Name = "mrr",
        Title = "Monthly recurring revenue",
        Formula = "sum over items that count at the end of the day of price x quantity less discount, per month, converted at the rate of the service period and rounded to 4 decimals",
        Unit = MetricUnit.Money,
        Kind = MetricKind.Level,
        By = ["plan", "currency"],
        Inputs = [FactTables.Subscription, FactTables.SubscriptionItem, FactTables.SubscriptionEvent, FactTables.Plan, FactTables.FxRate],
        Authority = "Stripe, ChartMogul: contract basis",
    };

    public void Compute(MetricFacts facts, MetricSink sink)
    {
        var inputs = facts.Cover(facts.SubscriptionInput);
        sink.Flow(Definition, MetricScope.All, facts.Recurring.Mrr, inputs);
        sink.Flows(Definition, "plan", facts.Recurring.ByPlan, inputs);
        sink.Flows(Definition, "currency", facts.Recurring.ByCurrency, inputs);
    }
}
