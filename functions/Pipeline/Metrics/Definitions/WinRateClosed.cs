using Pipeline.Metrics.Reading;
using Pipeline.Metrics.Series;
using Pipeline.Model;

namespace Pipeline.Metrics.Definitions;

/// <summary>The share of closed deals that were won.</summary>
public sealed class WinRateClosed : IMetric
{
    public MetricDefinition Definition { get; } = new()
    {
        Name = "win_rate_closed",
        Title = "Win rate of closed deals",
        Formula = "won opportunities / (won + lost opportunities), by close_date in the window",
        Unit = MetricUnit.Ratio,
        Kind = MetricKind.RatioOfFlows,
        By = ["owner", "channel"],
        Inputs = [FactTables.Opportunity],
        Authority = "MetricFlow template: count_closed",
    };

    public void Compute(MetricFacts facts, MetricSink sink)
    {
        var inputs = facts.Cover(facts.Opportunities.Coverage);
        Add(facts.Opportunities.ByChannel.Won.Total(), facts.Opportunities.ByChannel.Closed.Total(), MetricScope.All);
        AddMembers(facts.Opportunities.ByOwner, "owner", facts.Opportunities.OwnerName);
        AddMembers(facts.Opportunities.ByChannel, "channel", id => facts.Opportunities.Channels[id]);

        void AddMembers(OpportunityFlows flows, string dimension, Func<int, string> name)
        {
            var won = flows.Won.Named(name);
            foreach (var (member, closed) in flows.Closed.Named(name))
            {
                Add(won.GetValueOrDefault(member) ?? new DaySeries(), closed, new MetricScope(dimension, member));
            }
        }

        void Add(DaySeries won, DaySeries closed, MetricScope scope) => sink.Ratio(Definition, scope, new FlowRatio(won, closed), inputs);
    }
}
