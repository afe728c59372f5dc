using Pipeline.Metrics.Reading;
using Pipeline.Model;

namespace Pipeline.Metrics.Definitions;

/// <summary>What a customer of a paid channel cost in advertising.</summary>
public sealed class CacPaid : IMetric
{
    public MetricDefinition Definition { get; } = new()
    {
        Name = "cac_paid",
        Title = "Paid customer acquisition cost",
        Formula = "media cost / new customers of paid channels; of a channel: its media cost / its new customers; the cost window lies cac.lag_days earlier",
        Unit = MetricUnit.Money,
        Kind = MetricKind.RatioOfFlows,
        By = ["channel"],
        Inputs = [FactTables.MarketingSpendDaily, FactTables.Subscription, FactTables.Invoice, FactTables.Opportunity],
        Authority = "common usage: paid CAC",
    };

    public void Compute(MetricFacts facts, MetricSink sink)
    {
        var inputs = facts.Cover(facts.Spend.Coverage, facts.Acquisition.Input);
        var lag = facts.Settings.AcquisitionLagDays;
        sink.Ratio(Definition, MetricScope.All, new FlowRatio(facts.MediaSpend, facts.Acquisition.Paid, lag), inputs);
        foreach (var channel in facts.Settings.PaidChannels)
        {
            var cost = facts.MediaSpendByChannel.GetValueOrDefault(channel) ?? new DaySeries();
            var customers = facts.Acquisition.ByChannel.GetValueOrDefault(channel) ?? new DaySeries();
            sink.Ratio(Definition, new MetricScope("channel", channel), new FlowRatio(cost, customers, lag, SeenByNumerator: true), inputs);
        }
    }
}
