using Pipeline.Model;

namespace Pipeline.Metrics.Definitions;

/// <summary>Leads won against leads entered in the same time.</summary>
public sealed class ConversionLeadToWonPeriod : IMetric
{
    public MetricDefinition Definition { get; } = new()
    {
        Name = "conversion_lead_to_won_period",
        Title = "Lead to won, of the period",
        Formula = "leads won in the window / leads that entered in the window; can exceed 1",
        Unit = MetricUnit.Ratio,
        Kind = MetricKind.RatioOfFlows,
        Inputs = [FactTables.Lead, FactTables.LifecycleEvent, FactTables.Opportunity],
        Authority = "common usage: period conversion",
    };

    public void Compute(MetricFacts facts, MetricSink sink)
    {
        var ratio = new FlowRatio(facts.Leads.Entered[^1].Total(), facts.Leads.Entered[0].Total());
        sink.Ratio(Definition, MetricScope.All, ratio, facts.Cover(facts.Leads.Coverage));
    }
}
