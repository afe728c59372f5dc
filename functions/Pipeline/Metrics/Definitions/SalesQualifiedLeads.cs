using Pipeline.Model;

namespace Pipeline.Metrics.Definitions;

/// <summary>Sales-qualified leads entered.</summary>
public sealed class SalesQualifiedLeads : IMetric
{
    public MetricDefinition Definition { get; } = new()
    {
        Name = "sql",
        Title = "Sales-qualified leads",
        Formula = "leads that first entered sql, or a later stage, on the day",
        Unit = MetricUnit.Count,
        Kind = MetricKind.Flow,
        By = ["channel"],
        Inputs = [FactTables.Lead, FactTables.LifecycleEvent, FactTables.Opportunity],
        Authority = "common usage: first entry; skipped stages imputed",
    };

    public void Compute(MetricFacts facts, MetricSink sink)
    {
        var inputs = facts.Cover(facts.Leads.Coverage);
        var entered = facts.Leads.Entered[2];
        sink.Flow(Definition, MetricScope.All, entered.Total(), inputs);
        sink.Flows(Definition, "channel", entered.Named(id => facts.Leads.Channels[id]), inputs);
    }
}
