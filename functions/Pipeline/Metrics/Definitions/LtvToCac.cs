using Pipeline.Model;

namespace Pipeline.Metrics.Definitions;

/// <summary>What a customer leaves for each unit it cost.</summary>
public sealed class LtvToCac : IMetric
{
    public MetricDefinition Definition { get; } = new()
    {
        Name = "ltv_to_cac",
        Title = "Lifetime value to acquisition cost",
        Formula = "clv_margin / cac_loaded, each rounded to 4 decimals",
        Unit = MetricUnit.Ratio,
        Kind = MetricKind.Comparison,
        Inputs = [FactTables.Subscription, FactTables.Invoice, FactTables.Opportunity, FactTables.MarketingSpendDaily],
        Authority = "common usage: same margin basis on both sides",
    };

    public void Compute(MetricFacts facts, MetricSink sink)
    {
        sink.Daily(Definition, facts.Cover(facts.SubscriptionInput, facts.Spend.Coverage, facts.Acquisition.Input), facts.Value.AgainstCost);
    }
}
