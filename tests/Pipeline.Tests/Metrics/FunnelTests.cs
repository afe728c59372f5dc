using Pipeline.Testing;
using static Pipeline.Model.FactTables;

namespace Pipeline.Tests.Metrics;

public sealed class FunnelTests
{
    private const string Leads = "lead_id, created_at, source, opportunity_id, is_converted, converted_date, merged_into_id";
    private const string Deals = "opportunity_id, pipeline, stage, status, created_at, close_date";
    private const string History = "opportunity_id, to_stage, entered_at";

    [Fact]
    public async Task Leads_enter_a_skipped_stage_with_the_later_one_and_merged_leads_do_not_count()
    {
        var facts = new InMemoryFacts()
            .Add(Lead, Leads, "l1, 2024-01-01, Web, , , , ", "l2, 2024-01-02, Web, o1, , , ", "l3, 2024-01-02, Web, , true, 2024-01-09, ", "l4, 2024-01-02, Web, , , , l1", "l5, 2024-01-03, , , false, 2024-01-05,")
            .Add(LifecycleEvent, "lead_id, stage, entered_at", "l1, sql, 2024-01-05", "l1, mql, 2024-01-06", "l1, subscriber, 2023-01-01", "l5, lead, 2024-01-02")
            .Add(Opportunity, Deals, "o1, p, s, won, 2024-01-07, 2024-01-20");
        var computed = await Computed.OfAsync(facts);
        Assert.Equal("1 n1", computed["2024-01-01", "leads"]);
        Assert.Equal("3 n3", computed["2024-01-02", "leads"]);
        Assert.Equal("1 n1", computed["2024-01-02", "leads", "channel/unattributed"]);
        Assert.Equal("1 n1", computed["2024-01-05", "mql"]);
        Assert.Equal("0 n0", computed["2024-01-06", "mql"]);
        Assert.Equal("1 n1", computed["2024-01-05", "sql", "channel/organic"]);
        Assert.Equal("1 n1", computed["2024-01-07", "mql"]);
        Assert.Equal("1 n1", computed["2024-01-09", "sql"]);
    }

    [Fact]
    public async Task Cohort_conversion_waits_for_its_window_and_includes_its_last_day()
    {
        var facts = new InMemoryFacts()
            .Add(Lead, Leads, "l1, 2024-01-01, Web, o1, , , ", "l2, 2024-01-30, Web, o2, , , ", "l3, 2024-01-30, Ads, , , , ", "l4, 2024-07-01, Ads, , , , ")
            .Add(Opportunity, Deals, "o1, p, s, won, 2024-01-07, 2024-03-31", "o2, p, s, won, 2024-02-07, 2024-04-30");
        var computed = await Computed.OfAsync(facts);
        Assert.Equal("not_mature n0", computed["2024-04-28", "conversion_lead_to_won_90d"]);
        Assert.Equal("0.333333 = 1/3 n3", computed["2024-04-29", "conversion_lead_to_won_90d"]);
        Assert.Equal("0.5 = 1/2 n2", computed["2024-04-29", "conversion_lead_to_won_90d", "channel/organic"]);
        Assert.Equal("0 = 0/2 n2", computed["2024-04-30", "conversion_lead_to_won_90d"]);
        Assert.Equal("zero_denominator = 1/0 n0", computed["2024-04-30", "conversion_lead_to_won_period"]);
    }

    [Fact]
    public async Task Stages_are_ordered_by_what_deals_did_and_a_skipped_one_counts_as_reached()
    {
        var facts = new InMemoryFacts()
            .Add(Opportunity, Deals, "o1, p, Closed, won, 2024-01-01, 2024-01-20", "o2, p, Closed, lost, 2024-01-01, 2024-01-21", "o3, p, Alpha, open, 2024-02-01,", "o4, p, Alpha, open, 2024-02-01,")
            .Add(OpportunityStageHistory, History, "o1, Zeta, 2024-01-01", "o1, Alpha, 2024-01-05", "o1, Closed, 2024-01-20", "o2, Zeta, 2024-01-01", "o2, Mid, 2024-01-02", "o2, Closed, 2024-01-21",
                "o3, Zeta, 2024-02-01", "o3, Mid, 2024-02-02", "o3, Alpha, 2024-02-03", "o4, Alpha, 2024-02-01", "o4, Zeta, 2024-02-09", "o9, Zeta, 2024-02-09");
        var rows = Computed.Rows((await Computed.OfAsync(facts)).Tables.FunnelConversions);
        Assert.Equal(
            [
                "opportunity p all_time 2024-01-01 2024-02-10 Zeta Mid ~ 4 4 0 0 0 4 4 1 no run-1 config-1",
                "opportunity p all_time 2024-01-01 2024-02-10 Mid Alpha ~ 4 3 1 0 2 3 4 0.75 no run-1 config-1",
                "opportunity p all_time 2024-01-01 2024-02-10 Alpha won ~ 3 1 0 2 0 1 1 1 no run-1 config-1",
            ],
            rows[..3]);
        Assert.Contains("opportunity p cohort 2024-01-01 2024-02-01 Mid Alpha ~ 2 1 1 0 1 1 2 0.5 yes run-1 config-1", rows);
    }

    [Fact]
    public async Task Lead_stages_convert_by_cohort_and_by_period()
    {
        var facts = new InMemoryFacts().Add(Lead, Leads, "l1, 2024-01-01, Web, , , , ", "l2, 2024-01-02, Web, , , , ", "l3, 2024-06-01, Web, , , , ")
            .Add(LifecycleEvent, "lead_id, stage, entered_at", "l1, mql, 2024-03-31", "l2, mql, 2024-04-02");
        var rows = Computed.Rows((await Computed.OfAsync(facts)).Tables.FunnelConversions);
        Assert.Contains("lead ~ cohort 2024-01-01 2024-02-01 lead mql 90 2 1 ~ ~ ~ 1 2 0.5 yes run-1 config-1", rows);
        Assert.Contains("lead ~ cohort 2024-06-01 2024-07-01 lead mql 90 1 0 ~ ~ ~ 0 1 0 no run-1 config-1", rows);
        Assert.Contains("lead ~ period 2024-03-01 2024-04-01 lead mql ~ 0 1 ~ ~ ~ 1 0 ~ yes run-1 config-1", rows);
    }
}
