using Pipeline.Model;

namespace Pipeline.Metrics.Definitions;

/// <summary>What advertising cost.</summary>
public sealed class Spend : IMetric
{
    public MetricDefinition Definition { get; } = new()
    {
        Name = "spend",
        Title = "Advertising spend",
        Formula = "sum of cost of cost type media on the day, each row converted at the day's rate and rounded to 4 decimals",
        Unit = MetricUnit.Money,
        Kind = MetricKind.Flow,
        By = ["channel", "currency"],
        Inputs = [FactTables.MarketingSpendDaily],
        Authority = "common usage: media spend",
    };

    public void Compute(MetricFacts facts, MetricSink sink)
    {
        var inputs = facts.Cover(facts.Spend.Coverage);
        sink.Flow(Definition, MetricScope.All, facts.MediaSpend, inputs);
        sink.Flows(Definition, "channel", facts.MediaSpendByChannel, inputs);
        sink.Flows(Definition, "currency", facts.Spend.MediaByCurrency(), inputs);
    }
}
