using Pipeline.Model;

namespace Pipeline.Metrics.Definitions;

/// <summary>Recurring revenue kept after a year, with growth.</summary>
public sealed class Nrr12mP2p : IMetric
{
    public MetricDefinition Definition { get; } = new()
    {
        Name = "nrr_12m_p2p",
        Title = "Net revenue retention, twelve months, point to point",
        Formula = "sum of mrr, each at least 0, over customers active twelve months before / their mrr then",
        Unit = MetricUnit.Ratio,
        Kind = MetricKind.Comparison,
        Inputs = [FactTables.Subscription, FactTables.SubscriptionItem, FactTables.SubscriptionEvent, FactTables.Plan, FactTables.FxRate],
        Authority = "common usage: customers active at start, reactivated others excluded",
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
                : DayPoint.Quotient(earlier.NetMrr(index), earlier.StartMrr(index), earlier.Active(index));
        });
    }
}
