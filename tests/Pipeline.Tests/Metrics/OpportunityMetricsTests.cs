using Pipeline.Testing;
using static Pipeline.Model.FactTables;

namespace Pipeline.Tests.Metrics;

public sealed class OpportunityMetricsTests
{
    private const string Columns = "opportunity_id, owner_id, status, amount, currency, created_at, close_date, lead_source";

    [Fact]
    public async Task Opportunities_are_counted_when_created_and_when_won_and_booked_by_close_date()
    {
        var facts = new InMemoryFacts().Add(Opportunity, Columns,
            "o1, u1, won, 100.5, USD, 2024-01-01T23:00:00, 2024-01-30, Web", "o2, , won, , USD, 2024-01-02, 2024-01-30, ",
            "o3, u1, lost, 50, USD, 2024-01-02, 2024-01-29, Web", "o4, u1, open, 50, USD, 2024-01-02, 2024-01-03, Web");
        var computed = await Computed.OfAsync(facts);
        Assert.Equal("1 n1", computed["2024-01-01", "opportunities_created"]);
        Assert.Equal("3 n3", computed["2024-01-02", "opportunities_created"]);
        Assert.Equal("1 n1", computed["2024-01-02", "opportunities_created", "owner/unassigned"]);
        Assert.Equal("2 n2", computed["2024-01-30", "deals_won"]);
        Assert.Equal("100.5 n2", computed["2024-01-30", "bookings"]);
        Assert.Equal("0 n1", computed["2024-01-30", "bookings", "channel/unattributed"]);
        Assert.Equal("0.666667 = 2/3 n3", computed["2024-01-30", "win_rate_closed"]);
        Assert.Equal("0.5 = 1/2 n2", computed["2024-01-30", "win_rate_closed", "owner/u1"]);
        Assert.Equal("28.5 n2", computed["2024-01-30", "sales_cycle_days_median"]);
        Assert.Equal("not_mature n0", computed["2024-01-29", "sales_cycle_days_median"]);
    }

    [Fact]
    public async Task Median_cycle_leaves_out_negative_and_unknown_ones_and_is_no_data_without_deals()
    {
        var facts = new InMemoryFacts().Add(Opportunity, Columns,
            "o1, , won, 1, USD, 2024-01-01, 2024-01-04, ", "o2, , won, 1, USD, 2024-01-05, 2024-01-04, ", "o3, , won, 1, USD, , 2024-01-04, ",
            "o4, , open, 1, USD, 2024-04-01, , ");
        var computed = await Computed.OfAsync(facts);
        Assert.Equal("3 n1", computed["2024-01-30", "sales_cycle_days_median"]);
        Assert.Equal("3 n1", computed["2024-02-02", "sales_cycle_days_median"]);
        Assert.Equal("no_data n0", computed["2024-02-03", "sales_cycle_days_median"]);
        Assert.Equal("zero_denominator = 0/0 n0", computed["2024-02-03", "win_rate_closed"]);
    }

    [Fact]
    public async Task Days_are_those_of_the_reporting_time_zone()
    {
        var facts = new InMemoryFacts().Add(Opportunity, Columns, "o1, , open, 1, USD, 2024-03-31T22:30:00, , ", "o2, , open, 1, USD, 2024-03-31T00:59:00, , ",
            "o3, , open, 1, USD, 2024-03-30T23:00:00, , ", "o4, , open, 1, USD, 2024-03-30T22:59:00, , ");
        var settings = new Model.MetricSettings { ReportingTimeZone = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin") };
        var computed = await Computed.OfAsync(facts, settings);
        Assert.Equal("1 n1", computed["2024-03-30", "opportunities_created"]);
        Assert.Equal("2 n2", computed["2024-03-31", "opportunities_created"]);
        Assert.Equal("1 n1", computed["2024-04-01", "opportunities_created"]);
    }
}
