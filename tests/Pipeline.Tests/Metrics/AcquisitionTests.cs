using Pipeline.Model;
using Pipeline.Testing;
using static Pipeline.Model.FactTables;

namespace Pipeline.Tests.Metrics;

public sealed class AcquisitionTests
{
    private const string SpendColumns = "spend_date, channel, cost_type, cost, currency";

    private static InMemoryFacts Spend(params string[] rows) => new InMemoryFacts().Add(MarketingSpendDaily, SpendColumns, rows);

    [Fact]
    public async Task Spend_is_summed_by_day_channel_and_window()
    {
        var facts = Spend(
            "2024-01-01, google_ads, media, 10.5, USD", "2024-01-01, meta_ads, media, 4.25, USD", "2024-01-01, google_ads, fees, 99, USD",
            "2024-01-30, google_ads, media, 1, USD");
        var computed = await Computed.OfAsync(facts);
        Assert.Equal("14.75 n2", computed["2024-01-01", "spend"]);
        Assert.Equal("10.5 n1", computed["2024-01-01", "spend", "channel/google_ads"]);
        Assert.Equal("0 n0", computed["2024-01-02", "spend"]);
        Assert.Equal("-", computed["2024-01-02", "spend", "channel/google_ads"]);
        Assert.Equal("not_mature n0", computed["2024-01-29", "spend_t30"]);
        Assert.Equal("15.75 n3", computed["2024-01-30", "spend_t30"]);
        Assert.Equal("11.5 n2", computed["2024-01-30", "spend_t30", "channel/google_ads"]);
        Assert.Equal("no_data n0", computed["2024-01-30", "cac_blended"]);
    }

    [Fact]
    public async Task Spend_in_another_currency_is_converted_at_the_rate_of_its_day_or_the_nearest_before()
    {
        var facts = Spend("2024-01-01, google_ads, media, 10, EUR", "2024-01-05, google_ads, media, 10, EUR", "2024-01-06, google_ads, media, 10, GBP")
            .Add(FxRate, "from_currency, to_currency, rate_date, rate", "EUR, USD, 2024-01-03, 1.10005", "EUR, USD, 2024-01-05, 1.2", "USD, GBP, 2024-01-01, 0.8");
        var computed = await Computed.OfAsync(facts);
        Assert.Equal("11.0005 n1", computed["2024-01-01", "spend"]);
        Assert.Equal("12 n1", computed["2024-01-05", "spend"]);
        Assert.Equal("12.5 n1", computed["2024-01-06", "spend"]);
        Assert.Equal("10 n1", computed["2024-01-06", "spend", "currency/GBP"]);
    }

    [Fact]
    public async Task Spend_without_a_rate_is_null_and_its_own_currency_is_not()
    {
        var computed = await Computed.OfAsync(Spend("2024-01-01, google_ads, media, 10, JPY", "2024-01-01, meta_ads, media, 5, USD"));
        Assert.Equal("missing_fx_rate n2", computed["2024-01-01", "spend"]);
        Assert.Equal("missing_fx_rate n1", computed["2024-01-01", "spend", "channel/google_ads"]);
        Assert.Equal("5 n1", computed["2024-01-01", "spend", "channel/meta_ads"]);
        Assert.Equal("10 n1", computed["2024-01-01", "spend", "currency/JPY"]);
    }

    [Fact]
    public async Task Spend_past_the_range_of_published_decimals_is_null()
    {
        var rows = Enumerable.Repeat("2024-01-01, google_ads, media, 900000000000, USD", 120).ToArray();
        var computed = await Computed.OfAsync(Spend(rows));
        Assert.Equal("overflow n120", computed["2024-01-01", "spend"]);
    }

    [Fact]
    public async Task Cac_divides_thirty_days_of_cost_by_the_customers_they_won()
    {
        var facts = Spend("2024-01-01, google_ads, media, 300, USD", "2024-01-02, linkedin, events, 60, USD", "2024-01-02, hr, people, 40, USD")
            .Add(Invoice, "invoice_id, customer_id, type, status, issued_date, total", "i1, c1, invoice, paid, 2024-01-01, 10", "i2, c1, invoice, paid, 2024-01-02, 10",
                "i3, c2, invoice, open, 2024-01-03, 10", "i4, c3, invoice, paid, 2024-01-30, 10", "i5, c4, credit_invoice, paid, 2024-01-04, 10")
            .Add(Customer, "customer_id, email_hash", "c1, e1")
            .Add(Lead, "lead_id, email_hash, source, created_at", "l1, e1, Google Ads, 2024-01-01");
        var computed = await Computed.OfAsync(facts);
        Assert.Equal("1 n1", computed["2024-01-01", "new_customers"]);
        Assert.Equal("1 n1", computed["2024-01-01", "new_customers", "channel/google_ads"]);
        Assert.Equal("1 n1", computed["2024-01-30", "new_customers", "channel/unattributed"]);
        Assert.Equal("300 = 300/1 n1", computed["2024-01-30", "cac_paid"]);
        Assert.Equal("300 = 300/1 n1", computed["2024-01-30", "cac_paid", "channel/google_ads"]);
        Assert.Equal("180 = 360/2 n2", computed["2024-01-30", "cac_blended"]);
        Assert.Equal("200 = 400/2 n2", computed["2024-01-30", "cac_loaded"]);
        Assert.Equal("not_mature n0", computed["2024-01-29", "cac_loaded"]);
    }

    [Fact]
    public async Task Cac_with_no_new_customers_is_null()
    {
        var facts = Spend("2024-01-01, google_ads, media, 300, USD", "2024-03-31, google_ads, media, 7, USD")
            .Add(Opportunity, "opportunity_id, status, close_date", "o1, won, 2024-01-01");
        var computed = await Computed.OfAsync(facts);
        Assert.Equal("zero_denominator = 7/0 n0", computed["2024-03-31", "cac_blended"]);
        Assert.Equal("zero_denominator = 7/0 n0", computed["2024-03-31", "cac_paid", "channel/google_ads"]);
    }

    [Fact]
    public async Task Cac_with_a_lag_takes_the_cost_of_earlier_days()
    {
        var facts = Spend("2024-01-01, google_ads, media, 300, USD")
            .Add(Opportunity, "opportunity_id, status, close_date", "o1, won, 2024-01-01", "o2, won, 2024-02-09");
        var computed = await Computed.OfAsync(facts, new MetricSettings { AcquisitionLagDays = 10 });
        Assert.Equal("not_mature n0", computed["2024-02-08", "cac_blended"]);
        Assert.Equal("300 = 300/1 n1", computed["2024-02-09", "cac_blended"]);
    }

    [Fact]
    public async Task Channel_of_a_customer_comes_from_the_account_before_the_email_and_the_earliest_record()
    {
        var facts = new InMemoryFacts()
            .Add(Invoice, "invoice_id, customer_id, type, status, issued_date, total", "i1, c1, invoice, paid, 2024-01-01, 10", "i2, c2, invoice, paid, 2024-01-01, 10",
                "i3, c3, invoice, paid, 2024-01-01, 10")
            .Add(Customer, "customer_id, email_hash, domain, external_crm_id", "c1, e1, , a1", "c2, e2, d2, a2", "c3, , d3,")
            .Add(Opportunity, "opportunity_id, account_id, status, lead_source, created_at", "o1, a1, open, LinkedIn, 2023-05-01", "o2, a1, open, , 2023-01-01")
            .Add(Lead, "lead_id, account_id, opportunity_id, email_hash, domain, source, created_at, merged_into_id", "l1, , o1, , , Bing, 2023-05-01,",
                "l2, , , e1, , Facebook, 2022-01-01,", "l3, , , e2, , Trade Show!, 2023-01-01,", "l4, , , , d2, Web, 2022-01-01,",
                "l5, , , , d3, Web, 2022-01-01, l4", "l6, , , , d3, Partner, ,");
        var computed = await Computed.OfAsync(facts);
        Assert.Equal("1 n1", computed["2024-01-01", "new_customers", "channel/microsoft_ads"]);
        Assert.Equal("1 n1", computed["2024-01-01", "new_customers", "channel/trade_show"]);
        Assert.Equal("1 n1", computed["2024-01-01", "new_customers", "channel/partner"]);
        Assert.Equal("3 n3", computed["2024-01-01", "new_customers"]);
    }

    [Fact]
    public async Task Axis_runs_from_the_first_event_to_the_last_or_today_and_deleted_rows_do_not_count()
    {
        var facts = Spend("2024-01-10, google_ads, media, 1, USD", "2024-03-01, google_ads, media, 2, USD")
            .Add(MarketingSpendDaily, SpendColumns + ", is_deleted", "2023-01-01, google_ads, media, 1, USD, true");
        var computed = await Computed.OfAsync(facts, today: "2024-02-01");
        Assert.Equal("2024-01-10", Pipeline.Metrics.DayAxis.Date(computed.Tables.Axis.Start).ToString("yyyy-MM-dd", null));
        Assert.Equal("2024-02-01", Pipeline.Metrics.DayAxis.Date(computed.Tables.Axis.End).ToString("yyyy-MM-dd", null));
        Assert.Equal("-", computed["2024-03-01", "spend"]);
        Assert.Equal(0, (await Computed.OfAsync(new InMemoryFacts())).Tables.Axis.Count);
    }

    [Fact]
    public async Task Channels_of_acquisition_cost_add_up_and_months_hold_their_days()
    {
        var facts = Spend("2024-01-01, google_ads, media, 300, USD", "2024-02-01, meta_ads, media, 60, USD", "2024-02-02, hr, people, 40, USD")
            .Add(Opportunity, "opportunity_id, status, close_date, lead_source, created_at", "o1, won, 2024-01-01, Google Ads, 2024-01-01", "o2, won, 2024-02-02, , 2024-01-01");
        var rows = Computed.Rows((await Computed.OfAsync(facts)).Tables.AcquisitionCosts);
        Assert.Equal(
            [
                "month 2024-01-01 all blended 300 1 300 USD ~ run-1 config-1", "month 2024-01-01 all loaded 300 1 300 USD ~ run-1 config-1",
                "month 2024-01-01 all paid 300 1 300 USD ~ run-1 config-1", "month 2024-01-01 google_ads paid 300 1 300 USD ~ run-1 config-1",
                "month 2024-02-01 all blended 60 1 60 USD ~ run-1 config-1", "month 2024-02-01 all loaded 100 1 100 USD ~ run-1 config-1",
                "month 2024-02-01 all paid 60 0 ~ USD zero_denominator run-1 config-1", "month 2024-02-01 meta_ads paid 60 0 ~ USD zero_denominator run-1 config-1",
                "month 2024-02-01 unattributed paid 0 1 0 USD ~ run-1 config-1",
            ],
            rows.Where(row => row.StartsWith("month", StringComparison.Ordinal)));
    }
}
