using Pipeline.Model;

namespace Pipeline.Metrics.Definitions;

/// <summary>Marketing-qualified leads entered.</summary>
public sealed class MarketingQualifiedLeads : IMetric
{
    public MetricDefinition Definition { get; } = new()
    {
        Name = "mql",
        Title = "Marketing-qualified leads",
        Formula = "leads that first entered mql, or a later stage, on the day",
        Unit = MetricUnit.Count,
        Kind = MetricKind.Flow,
        By = ["channel"],
        Inputs = [FactTables.Lead, FactTables.LifecycleEvent, FactTables.Opportunity],
        Authority = "common usage: first entry; skipped stages imputed",
    };

    public void Compute(MetricFacts facts, MetricSink sink)
    {
        var inputs = facts.Cover(facts.Leads.Coverage);
        var entered = facts.Leads.Entered[1];
        sink.Flow(Definition, MetricScope.All, entered.Total(), inputs);
        sink.Flows(Definition, "channel", entered.Named(id => facts.Leads.Channels[id]), inputs);
    }
}
