using Pipeline.Metrics.Reading;
using Pipeline.Metrics.Series;
using Pipeline.Model;

namespace Pipeline.Metrics.Definitions;

/// <summary>The share of leads that were won within 90 days.</summary>
public sealed class ConversionLeadToWon90d : IMetric
{
    public MetricDefinition Definition { get; } = new()
    {
        Name = "conversion_lead_to_won_90d",
        Title = "Lead to won within 90 days",
        Formula = "of the leads that entered in the window that ends 90 days before the day, the share won within 90 days of entering",
        Unit = MetricUnit.Ratio,
        Kind = MetricKind.Cohort,
        By = ["channel"],
        Inputs = [FactTables.Lead, FactTables.LifecycleEvent, FactTables.Opportunity],
        Authority = "MetricFlow: conversion metric",
    };

    public void Compute(MetricFacts facts, MetricSink sink)
    {
        var inputs = facts.Cover(facts.Leads.Coverage);
        sink.Ratio(Definition, MetricScope.All, Of(facts.Leads.WonInTime.Total(), facts.Leads.Entered[0].Total()), inputs);
        var won = facts.Leads.WonInTime.Named(id => facts.Leads.Channels[id]);
        foreach (var (channel, leads) in facts.Leads.Entered[0].Named(id => facts.Leads.Channels[id]))
        {
            sink.Ratio(Definition, new MetricScope("channel", channel), Of(won.GetValueOrDefault(channel) ?? new DaySeries(), leads), inputs);
        }

        static FlowRatio Of(DaySeries won, DaySeries leads) => new(won, leads, LeadSeries.CohortWindow, LeadSeries.CohortWindow);
    }
}
