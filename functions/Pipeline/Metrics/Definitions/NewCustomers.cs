using Pipeline.Model;

namespace Pipeline.Metrics.Definitions;

/// <summary>Who became a customer.</summary>
public sealed class NewCustomers : IMetric
{
    public MetricDefinition Definition { get; } = new()
    {
        Name = "new_customers",
        Title = "New customers",
        Formula = "customers whose first day as a customer is the day: first recurring revenue, first paid invoice or first won opportunity, as configured; once ever",
        Unit = MetricUnit.Count,
        Kind = MetricKind.Flow,
        By = ["channel"],
        Inputs = [FactTables.Subscription, FactTables.Invoice, FactTables.Opportunity, FactTables.Lead, FactTables.Customer],
        Authority = "common usage: first-ever paid, reactivations excluded",
    };

    public void Compute(MetricFacts facts, MetricSink sink)
    {
        var inputs = facts.Cover(facts.Acquisition.Input);
        sink.Flow(Definition, MetricScope.All, facts.Acquisition.Total, inputs);
        sink.Flows(Definition, "channel", facts.Acquisition.ByChannel, inputs);
    }
}
