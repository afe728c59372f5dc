using Pipeline.Model;

namespace Pipeline.Metrics.Definitions;

/// <summary>What a customer cost, fully loaded.</summary>
public sealed class CacLoaded : IMetric
{
    public MetricDefinition Definition { get; } = new()
    {
        Name = "cac_loaded",
        Title = "Fully loaded customer acquisition cost",
        Formula = "cost of the types in cac.loaded_costs / new customers of any channel; the cost window lies cac.lag_days earlier",
        Unit = MetricUnit.Money,
        Kind = MetricKind.RatioOfFlows,
        Inputs = [FactTables.MarketingSpendDaily, FactTables.Subscription, FactTables.Invoice, FactTables.Opportunity],
        Authority = "metrickit, rcstrat: fully loaded CAC",
    };

    public void Compute(MetricFacts facts, MetricSink sink)
    {
        var inputs = facts.Cover(facts.Spend.Coverage, facts.Acquisition.Input);
        var cost = facts.Spend.Cost(facts.Settings.LoadedCosts);
        sink.Ratio(Definition, MetricScope.All, new FlowRatio(cost, facts.Acquisition.Total, facts.Settings.AcquisitionLagDays), inputs);
    }
}
