using Pipeline.Model;

namespace Pipeline.Metrics.Definitions;

/// <summary>What a customer cost, blended.</summary>
public sealed class CacBlended : IMetric
{
    public MetricDefinition Definition { get; } = new()
    {
        Name = "cac_blended",
        Title = "Blended customer acquisition cost",
        Formula = "cost of the types in cac.blended_costs / new customers of any channel; the cost window lies cac.lag_days earlier",
        Unit = MetricUnit.Money,
        Kind = MetricKind.RatioOfFlows,
        Inputs = [FactTables.MarketingSpendDaily, FactTables.Subscription, FactTables.Invoice, FactTables.Opportunity],
        Authority = "common usage: all acquisition cost / all new customers",
    };

    public void Compute(MetricFacts facts, MetricSink sink)
    {
        var inputs = facts.Cover(facts.Spend.Coverage, facts.Acquisition.Input);
        var cost = facts.Spend.Cost(facts.Settings.BlendedCosts);
        sink.Ratio(Definition, MetricScope.All, new FlowRatio(cost, facts.Acquisition.Total, facts.Settings.AcquisitionLagDays), inputs);
    }
}
