using Pipeline.Model;

namespace Pipeline.Metrics.Definitions;

/// <summary>What a customer leaves after the cost of serving it, before it leaves.</summary>
public sealed class ClvMargin : IMetric
{
    public MetricDefinition Definition { get; } = new()
    {
        Name = "clv_margin",
        Title = "Customer lifetime value at gross margin",
        Formula = "gross margin x arpa / logo_churn_1m, as one quotient",
        Unit = MetricUnit.Money,
        Kind = MetricKind.Comparison,
        Inputs = [FactTables.Subscription, FactTables.SubscriptionItem, FactTables.SubscriptionEvent, FactTables.Plan, FactTables.FxRate],
        Authority = "common usage: ARPA x gross margin / churn",
    };

    public void Compute(MetricFacts facts, MetricSink sink)
    {
        sink.Daily(Definition, facts.Cover(facts.SubscriptionInput), index => facts.Value.OfRecurring(index, atMargin: true));
    }
}
