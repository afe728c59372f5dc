using Pipeline.Model;

namespace Pipeline.Metrics.Definitions;

/// <summary>What a customer brings before it leaves.</summary>
public sealed class ClvSimple : IMetric
{
    public MetricDefinition Definition { get; } = new()
    {
        Name = "clv_simple",
        Title = "Customer lifetime value, simple",
        Formula = "arpa / logo_churn_1m, as one quotient: mrr x customers one month before / (active_customers x customers lost)",
        Unit = MetricUnit.Money,
        Kind = MetricKind.Comparison,
        Inputs = [FactTables.Subscription, FactTables.SubscriptionItem, FactTables.SubscriptionEvent, FactTables.Plan, FactTables.FxRate],
        Authority = "Baremetrics: ARPA / customer churn",
    };

    public void Compute(MetricFacts facts, MetricSink sink)
    {
        sink.Daily(Definition, facts.Cover(facts.SubscriptionInput), index => facts.Value.OfRecurring(index, atMargin: false));
    }
}
