using Pipeline.Model;

namespace Pipeline.Metrics.Definitions;

/// <summary>Recurring revenue kept after a year, without growth.</summary>
public sealed class Grr12mP2p : IMetric
{
    public MetricDefinition Definition { get; } = new()
    {
        Name = "grr_12m_p2p",
        Title = "Gross revenue retention, twelve months, point to point",
        Formula = "sum of the smaller of mrr and mrr twelve months before, each at least 0, over customers active twelve months before / their mrr then",
        Unit = MetricUnit.Ratio,
        Kind = MetricKind.Comparison,
        Inputs = [FactTables.Subscription, FactTables.SubscriptionItem, FactTables.SubscriptionEvent, FactTables.Plan, FactTables.FxRate],
        Authority = "SMSB: cohort at start",
    };

    public void Compute(MetricFacts facts, MetricSink sink)
    {
        var inputs = facts.Cover(facts.SubscriptionInput);
        var earlier = facts.Recurring.OneYear;
        var levels = facts.Recurring.MrrTotals;
        sink.Daily(Definition, inputs, index =>
        {
            var day = earlier.EarlierDay(index);
            var reason = inputs.Window(day);
            if (reason == NullReason.None && (levels.HasMissing(index, 1) || levels.HasMissing(day - facts.Axis.Start, 1))) { reason = NullReason.MissingFxRate; }
            return reason != NullReason.None
                ? DayPoint.Null(reason, earlier.Active(index))
                : DayPoint.Quotient(earlier.GrossMrr(index), earlier.StartMrr(index), earlier.Active(index));
        });
    }
}
