using Pipeline.Model;

namespace Pipeline.Metrics.Definitions;

/// <summary>Opportunities opened.</summary>
public sealed class OpportunitiesCreated : IMetric
{
    public MetricDefinition Definition { get; } = new()
    {
        Name = "opportunities_created",
        Title = "Opportunities created",
        Formula = "opportunities whose created_at is on the day",
        Unit = MetricUnit.Count,
        Kind = MetricKind.Flow,
        By = ["owner", "channel"],
        Inputs = [FactTables.Opportunity],
        Authority = "common usage",
    };

    public void Compute(MetricFacts facts, MetricSink sink)
    {
        var inputs = facts.Cover(facts.Opportunities.Coverage);
        sink.Flow(Definition, MetricScope.All, facts.Opportunities.ByChannel.Created.Total(), inputs);
        sink.Flows(Definition, "owner", facts.Opportunities.ByOwner.Created.Named(facts.Opportunities.OwnerName), inputs);
        sink.Flows(Definition, "channel", facts.Opportunities.ByChannel.Created.Named(id => facts.Opportunities.Channels[id]), inputs);
    }
}
