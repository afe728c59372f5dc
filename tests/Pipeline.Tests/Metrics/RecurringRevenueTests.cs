using Pipeline.Model;
using Pipeline.Testing;
using static Pipeline.Model.FactTables;

namespace Pipeline.Tests.Metrics;

public sealed class RecurringRevenueTests
{
    private const string Subs = "subscription_id, customer_id, status, started_at, ended_at";
    private const string Items = "subscription_id, item_id, plan_id, quantity, unit_amount, currency, interval, interval_count";
    private const string Events = "subscription_id, item_id, occurred_at, status, plan_id, quantity, unit_amount, currency, interval, interval_count, discount_percent";

    [Fact]
    public async Task Mrr_normalises_every_interval_to_a_month()
    {
        var facts = new InMemoryFacts().Add(Subscription, Subs, "s1, c1, active, 2024-01-01, 2024-01-11")
            .Add(SubscriptionItem, Items, "s1, 1, a, 2, 10, USD, month, 1", "s1, 2, b, 1, 120, USD, year, 1", "s1, 3, c, , 30, USD, month, 3", "s1, 4, d, 1, 3, , week, 1", "s1, 5, e, 1, 1, USD, day, 1",
                "s1, 6, f, 1, 24, USD, year, 2");
        var computed = await Computed.OfAsync(facts);
        Assert.Equal("84.4167 n1", computed["2024-01-01", "mrr"]);
        Assert.Equal("13 n1", computed["2024-01-01", "mrr", "plan/d"]);
        Assert.Equal("30.4167 n1", computed["2024-01-01", "mrr", "plan/e"]);
        Assert.Equal("1013.0004 n1", computed["2024-01-10", "arr"]);
        Assert.Equal("84.4167 = 84.4167/1 n1", computed["2024-01-10", "arpa"]);
        Assert.Equal("0 n0", computed["2024-01-11", "mrr"]);
        Assert.Equal("zero_denominator = 0/0 n0", computed["2024-01-11", "arpa"]);
        Assert.Equal("-84.4167 n1", computed["2024-01-11", "mrr_churn"]);
    }

    [Fact]
    public async Task Plan_switch_on_one_day_is_one_movement()
    {
        var facts = new InMemoryFacts().Add(Subscription, Subs, "s1, c1, canceled, 2024-01-01, 2024-02-01T09:00:00", "s2, c1, active, 2024-02-01T10:00:00, ")
            .Add(SubscriptionItem, Items, "s1, 1, basic, 1, 10, USD, month, 1", "s2, 1, pro, 1, 25, USD, month, 1");
        var computed = await Computed.OfAsync(facts);
        Assert.Equal("15 n1", computed["2024-02-01", "mrr_expansion"]);
        Assert.Equal("0 n0", computed["2024-02-01", "mrr_churn"]);
        Assert.Equal("0 n0", computed["2024-02-01", "mrr_new"]);
        Assert.Equal("10 n1", computed["2024-01-01", "mrr_new"]);
        Assert.Equal("1 n1", computed["2024-02-01", "active_customers"]);
        Assert.Equal(
            ["2024-01-01 c1 new 10 0 10 USD run-1 config-1", "2024-02-01 c1 expansion 15 10 25 USD run-1 config-1"], Computed.Rows(computed.Tables.Movements));
    }

    [Fact]
    public async Task Trials_do_not_count_until_they_end()
    {
        var facts = new InMemoryFacts().Add(Subscription, Subs + ", trial_end", "s1, c1, active, 2024-01-01, , 2024-01-15", "s2, c2, trialing, 2024-01-01, , ", "s3, c3, trialing, 2024-01-01, , 2024-01-16",
                "s4, c4, incomplete, 2024-01-01, , ")
            .Add(SubscriptionItem, Items, "s1, 1, a, 1, 10, USD, month, 1", "s2, 1, a, 1, 10, USD, month, 1", "s3, 1, a, 1, 5, USD, month, 1", "s4, 1, a, 1, 10, USD, month, 1")
            .Add(Payment, "payment_id, status, paid_at, amount", "p1, succeeded, 2024-01-20, 1");
        var computed = await Computed.OfAsync(facts);
        Assert.Equal("0 n0", computed["2024-01-14", "mrr"]);
        Assert.Equal("10 n1", computed["2024-01-15", "mrr"]);
        Assert.Equal("15 n2", computed["2024-01-20", "mrr"]);
    }

    [Fact]
    public async Task Reactivation_is_not_new_and_churn_is_seen_in_retention()
    {
        var facts = new InMemoryFacts().Add(Subscription, Subs, "s1, c1, canceled, 2024-01-01, 2024-02-10", "s2, c1, active, 2024-03-01, ", "s3, c2, active, 2024-01-01, 2025-06-01")
            .Add(SubscriptionItem, Items, "s1, 1, a, 1, 10, USD, month, 1", "s2, 1, a, 1, 12, USD, month, 1", "s3, 1, a, 1, 100, USD, month, 1");
        var computed = await Computed.OfAsync(facts);
        Assert.Equal("12 n1", computed["2024-03-01", "mrr_reactivation"]);
        Assert.Equal("2 n2", computed["2024-01-01", "new_customers"]);
        Assert.Equal("0 n0", computed["2024-03-01", "new_customers"]);
        Assert.Equal("0.5 = 1/2 n2", computed["2024-02-29", "logo_churn_1m"]);
        Assert.Equal("0 = 0/2 n2", computed["2024-03-09", "logo_churn_1m"]);
        Assert.Equal("not_mature n0", computed["2024-01-31", "logo_churn_1m"]);
        Assert.Equal("1 = 2/2 n2", computed["2025-01-01", "logo_retention_12m"]);
        Assert.Equal("1 = 110/110 n2", computed["2025-01-01", "grr_12m_p2p"]);
        Assert.Equal("1.018182 = 112/110 n2", computed["2025-01-01", "nrr_12m_p2p"]);
        Assert.Equal("1 = 100/100 n1", computed["2025-02-15", "nrr_12m_p2p"]);
        Assert.Equal("1.2 = 12/10 n2", computed["2024-03-01", "quick_ratio_1m"]);
        Assert.Equal("zero_denominator = 12/0 n1", computed["2024-03-10", "quick_ratio_1m"]);
        Assert.Equal("200 = 200/1 n1", computed["2024-02-15", "clv_simple"]);
        Assert.Equal("160 = 160/1 n1", computed["2024-02-15", "clv_margin"]);
    }

    [Fact]
    public async Task Comparison_clamps_to_the_last_day_of_a_shorter_month()
    {
        var facts = new InMemoryFacts().Add(Subscription, Subs, "s1, c1, canceled, 2024-01-01, 2024-03-29", "s2, c2, active, 2024-01-01, 2024-04-30")
            .Add(SubscriptionItem, Items, "s1, 1, a, 1, 10, USD, month, 1", "s2, 1, a, 1, 10, USD, month, 1");
        var computed = await Computed.OfAsync(facts);
        Assert.Equal("0 = 0/2 n2", computed["2024-03-28", "logo_churn_1m"]);
        Assert.Equal("0.5 = 1/2 n2", computed["2024-03-29", "logo_churn_1m"]);
        Assert.Equal("0.5 = 1/2 n2", computed["2024-03-31", "logo_churn_1m"]);
        Assert.Equal("0.5 = 1/2 n2", computed["2024-04-28", "logo_churn_1m"]);
        Assert.Equal("0 = 0/1 n1", computed["2024-04-29", "logo_churn_1m"]);
    }

    [Fact]
    public async Task Deleted_subscription_and_item_churn_on_the_day_they_vanished()
    {
        var facts = new InMemoryFacts().Add(Subscription, Subs + ", is_deleted, deleted_at", "s1, c1, active, 2024-01-01, , true, 2024-01-10", "s2, c2, active, 2024-01-01, , false, ", "s3, c3, active, 2024-01-02, 2024-01-20, true, ")
            .Add(SubscriptionItem, Items + ", is_deleted, deleted_at", "s1, 1, a, 1, 10, USD, month, 1, true, 2024-01-10", "s2, 1, a, 1, 20, USD, month, 1, true, 2024-01-12", "s2, 2, b, 1, 30, USD, month, 1, false, ",
                "s3, 1, a, 1, 10, USD, month, 1, false,");
        var computed = await Computed.OfAsync(facts);
        Assert.Equal("60 n2", computed["2024-01-09", "mrr"]);
        Assert.Equal("-10 n1", computed["2024-01-10", "mrr_churn"]);
        Assert.Equal("-20 n1", computed["2024-01-12", "mrr_contraction"]);
        Assert.Equal("30 n1", computed["2024-01-20", "mrr"]);
    }

    [Fact]
    public async Task History_prices_the_past_and_a_pause_counts_nothing()
    {
        var facts = new InMemoryFacts().Add(Subscription, Subs, "s1, c1, active, 2024-01-01, 2024-06-01")
            .Add(SubscriptionItem, Items, "s1, 1, a, 1, 999, USD, month, 1")
            .Add(Plan, "plan_id, unit_amount, currency, interval", "gold, 50, USD, month")
            .Add(SubscriptionEvent, Events, "s1, 1, 2024-01-05, active, a, 1, 10, USD, month, 1, ", "s1, 1, 2024-01-10T08:00:00, active, a, 2, 10, USD, month, 1, 25", "s1, 1, 2024-01-10T20:00:00, active, a, 3, 10, USD, month, 1, 10",
                "s1, 1, 2024-02-01, paused, a, 3, 10, USD, month, 1, ", "s1, 1, 2024-02-10, active, gold, , , , , , ");
        var computed = await Computed.OfAsync(facts);
        Assert.Equal("10 n1", computed["2024-01-01", "mrr"]);
        Assert.Equal("27 n1", computed["2024-01-10", "mrr"]);
        Assert.Equal("17 n1", computed["2024-01-10", "mrr_expansion"]);
        Assert.Equal("0 n0", computed["2024-02-01", "mrr"]);
        Assert.Equal("50 n1", computed["2024-02-10", "mrr_reactivation"]);
        Assert.Equal("50 n1", computed["2024-02-10", "mrr", "plan/gold"]);
    }

    [Fact]
    public async Task Rates_change_recurring_revenue_at_renewal_and_are_no_expansion()
    {
        var facts = Euro().Add(FxRate, "from_currency, to_currency, rate_date, rate", "EUR, USD, 2024-01-01, 1.1", "EUR, USD, 2024-02-15, 1.3");
        var computed = await Computed.OfAsync(facts);
        Assert.Equal("110 n1", computed["2024-02-28", "mrr"]);
        Assert.Equal("100 n1", computed["2024-02-28", "mrr", "currency/EUR"]);
        Assert.Equal("130 n1", computed["2024-02-29", "mrr"]);
        Assert.Equal("20 n1", computed["2024-02-29", "mrr_fx_impact"]);
        Assert.Equal("0 n0", computed["2024-02-29", "mrr_expansion"]);
        Assert.Equal("65 n1", computed["2024-04-02", "mrr_expansion"]);
    }

    [Fact]
    public async Task Current_rate_moves_recurring_revenue_on_the_day_of_the_rate()
    {
        var facts = Euro().Add(FxRate, "from_currency, to_currency, rate_date, rate", "EUR, USD, 2024-01-01, 1.1", "EUR, USD, 2024-02-15, 1.3");
        var computed = await Computed.OfAsync(facts, new MetricSettings { FxPolicy = FxPolicy.CurrentRate });
        Assert.Equal("20 n1", computed["2024-02-15", "mrr_fx_impact"]);
        Assert.Equal("130 n1", computed["2024-02-15", "mrr"]);
    }

    [Fact]
    public async Task Recurring_revenue_without_a_rate_is_null_and_its_own_currency_is_not()
    {
        var computed = await Computed.OfAsync(Euro());
        Assert.Equal("missing_fx_rate n0", computed["2024-02-01", "mrr"]);
        Assert.Equal("missing_fx_rate n0", computed["2024-02-01", "mrr_new"]);
        Assert.Equal("100 n1", computed["2024-02-01", "mrr", "currency/EUR"]);
        Assert.Equal("0 n0", computed["2024-02-01", "active_customers"]);
        Assert.Equal("zero_denominator = 0/0 n0", computed["2024-03-01", "logo_churn_1m"]);
    }

    [Fact]
    public async Task Cohorts_follow_customers_to_the_end_of_each_full_month()
    {
        var facts = new InMemoryFacts().Add(Subscription, Subs, "s1, c1, active, 2024-01-10, ", "s2, c2, canceled, 2024-01-20, 2024-02-29", "s3, c3, active, 2024-02-05, 2024-03-15")
            .Add(SubscriptionItem, Items, "s1, 1, a, 1, 10, USD, month, 1", "s2, 1, a, 1, 30, USD, month, 1", "s3, 1, a, 1, 5, USD, month, 1")
            .Add(SubscriptionEvent, Events, "s1, 1, 2024-01-10, active, a, 1, 10, USD, month, 1, ", "s1, 1, 2024-02-10, active, a, 1, 20, USD, month, 1, ");
        var rows = Computed.Rows((await Computed.OfAsync(facts)).Tables.Cohorts);
        Assert.Equal(
            [
                "2024-01-01 0 gross 40 40 1 2 no USD run-1 config-1", "2024-01-01 0 logo 2 2 1 2 no ~ run-1 config-1", "2024-01-01 0 net 40 40 1 2 no USD run-1 config-1",
                "2024-01-01 1 gross 10 40 0.25 2 no USD run-1 config-1", "2024-01-01 1 logo 1 2 0.5 2 no ~ run-1 config-1", "2024-01-01 1 net 20 40 0.5 2 no USD run-1 config-1",
                "2024-02-01 0 gross 5 5 1 1 no USD run-1 config-1", "2024-02-01 0 logo 1 1 1 1 no ~ run-1 config-1", "2024-02-01 0 net 5 5 1 1 no USD run-1 config-1",
            ], rows);
    }

    private static InMemoryFacts Euro() => new InMemoryFacts().Add(Subscription, Subs, "s1, c1, active, 2024-01-31, 2024-04-10")
        .Add(SubscriptionItem, Items, "s1, 1, a, 1, 100, EUR, month, 1")
        .Add(SubscriptionEvent, Events, "s1, 1, 2024-01-31, active, a, 1, 100, EUR, month, 1, ", "s1, 1, 2024-04-02, active, a, 1, 150, EUR, month, 1, ");
}
