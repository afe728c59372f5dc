using Pipeline.Model;

namespace Pipeline.Metrics.Definitions;

/// <summary>Customers that pay.</summary>
public sealed class ActiveCustomers : IMetric
{
    public MetricDefinition Definition { get; } = new()
    {
        Name = "active_customers",
        Title = "Active customers",
        Formula = "customers with mrr above 0 at the end of the day",
        Unit = MetricUnit.Count,
        Kind = MetricKind.Level,
        Inputs = [FactTables.Subscription, FactTables.SubscriptionItem, FactTables.SubscriptionEvent, FactTables.Plan, FactTables.FxRate],
        Authority = "ChartMogul: free and trial excluded",
    };

    public void Compute(MetricFacts facts, MetricSink sink)
    {
        sink.Flow(Definition, MetricScope.All, facts.Recurring.Active, facts.Cover(facts.SubscriptionInput));
    }
}
