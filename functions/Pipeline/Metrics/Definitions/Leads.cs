using Pipeline.Model;

namespace Pipeline.Metrics.Definitions;

/// <summary>Leads entered.</summary>
public sealed class Leads : IMetric
{
    public MetricDefinition Definition { get; } = new()
    {
        Name = "leads",
        Title = "Leads",
        Formula = "leads whose creation, or earliest lifecycle event of the funnel, is on the day",
        Unit = MetricUnit.Count,
        Kind = MetricKind.Flow,
        By = ["channel"],
        Inputs = [FactTables.Lead, FactTables.LifecycleEvent, FactTables.Opportunity],
        Authority = "common usage: first entry; skipped stages imputed",
    };

    public void Compute(MetricFacts facts, MetricSink sink)
    {
        var inputs = facts.Cover(facts.Leads.Coverage);
        var entered = facts.Leads.Entered[0];
        sink.Flow(Definition, MetricScope.All, entered.Total(), inputs);
        sink.Flows(Definition, "channel", entered.Named(id => facts.Leads.Channels[id]), inputs);
    }
}
