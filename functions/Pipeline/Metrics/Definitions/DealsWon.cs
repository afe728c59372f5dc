using Pipeline.Model;

namespace Pipeline.Metrics.Definitions;

/// <summary>Opportunities won.</summary>
public sealed class DealsWon : IMetric
{
    public MetricDefinition Definition { get; } = new()
    {
        Name = "deals_won",
        Title = "Deals won",
        Formula = "won opportunities whose close_date is the day",
        Unit = MetricUnit.Count,
        Kind = MetricKind.Flow,
        By = ["owner", "channel"],
        Inputs = [FactTables.Opportunity],
        Authority = "common usage",
    };

    public void Compute(MetricFacts facts, MetricSink sink)
    {
        var inputs = facts.Cover(facts.Opportunities.Coverage);
        sink.Flow(Definition, MetricScope.All, facts.Opportunities.ByChannel.Won.Total(), inputs);
        sink.Flows(Definition, "owner", facts.Opportunities.ByOwner.Won.Named(facts.Opportunities.OwnerName), inputs);
        sink.Flows(Definition, "channel", facts.Opportunities.ByChannel.Won.Named(id => facts.Opportunities.Channels[id]), inputs);
    }
}
