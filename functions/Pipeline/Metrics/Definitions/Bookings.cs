using Pipeline.Model;

namespace Pipeline.Metrics.Definitions;

/// <summary>The value of what was won.</summary>
public sealed class Bookings : IMetric
{
    public MetricDefinition Definition { get; } = new()
    {
        Name = "bookings",
        Title = "Bookings",
        Formula = "sum of amount of won opportunities by close_date, converted at its rate; a null amount adds 0",
        Unit = MetricUnit.Money,
        Kind = MetricKind.Flow,
        By = ["owner", "channel", "currency"],
        Inputs = [FactTables.Opportunity],
        Authority = "OPEXEngine: bookings by signature date",
    };

    public void Compute(MetricFacts facts, MetricSink sink)
    {
        var inputs = facts.Cover(facts.Opportunities.Coverage);
        sink.Flow(Definition, MetricScope.All, facts.Opportunities.ByChannel.Bookings.Total(), inputs);
        sink.Flows(Definition, "owner", facts.Opportunities.ByOwner.Bookings.Named(facts.Opportunities.OwnerName), inputs);
        sink.Flows(Definition, "channel", facts.Opportunities.ByChannel.Bookings.Named(id => facts.Opportunities.Channels[id]), inputs);
        sink.Flows(Definition, "currency", facts.Opportunities.BookingsByCurrency(), inputs);
    }
}
