using System.Collections.Immutable;
using System.Globalization;
using Pipeline.Model;
using Pipeline.Testing;
using Pipeline.Testing.Metrics;

namespace Pipeline.Tests.Metrics;

/// <summary>The checks themselves, on facts small enough to work out by hand from decision 0005.</summary>
public sealed class CheckScriptsTests
{
    [Fact]
    public async Task Mrr_returns_to_the_31st_and_takes_the_rate_of_each_period_start()
    {
        // 2 x 100 EUR a month from 31 January; the rate is 1.1 and a thousandth of the day of the month, quoted from 10 February on.
        await ExpectAsync("mrr", "snapshot_date IN ('2024-01-30', '2024-01-31', '2024-02-28', '2024-02-29', '2024-03-31', '2024-05-31', '2024-06-01') AND dimension = 'all'",
            [
                Subscription("'s', 'c', '2024-01-31 10:00', '2024-06-01 10:00'"),
                Item("'s', 'i', 'p', 2, 100, 'EUR', 'month', 1"),
                "INSERT INTO fx_rate BY NAME SELECT 'EUR' AS from_currency, 'USD' AS to_currency, day::DATE AS rate_date, 1.1 + day(day)::DECIMAL(9,3) * 0.001 AS rate FROM generate_series(DATE '2024-02-10', DATE '2024-05-01', INTERVAL 1 DAY) AS days(day)",
                "INSERT INTO invoice BY NAME SELECT 'n' AS invoice_id, DATE '2024-01-30' AS issued_date, 'paid' AS status, 'invoice' AS type, 1 AS total",
            ],
            [
                "2024-01-30 mrr all all - - no_data 0 true",
                "2024-01-31 mrr all all 222.0000 - - 1 true",
                "2024-02-28 mrr all all 222.0000 - - 1 true",
                "2024-02-29 mrr all all 225.8000 - - 1 true",
                "2024-03-31 mrr all all 226.2000 - - 1 true",
                "2024-05-31 mrr all all 220.2000 - - 1 true",
                "2024-06-01 mrr all all 0.0000 - - 0 true",
            ]);
    }

    [Fact]
    public async Task Mrr_of_weekly_daily_yearly_and_discounted_prices_is_rounded_once()
    {
        // 10 a week: 10 x 52/12 = 43.3333; 1 a day: 365/12 = 30.4167; 100 every two years: 100/24 = 4.1667; 7 a month less 33.3333 %: 4.666669, so 4.6667.
        await ExpectAsync("mrr", "snapshot_date = '2024-03-01'",
            [
                Subscription("'s', 'c', '2024-03-01', NULL"),
                "UPDATE subscription SET discount_percent = 33.3333 WHERE subscription_id = 's'",
                Subscription("'t', 'c', '2024-03-01', NULL"),
                Item("'t', 'w', 'week', 1, 10, 'USD', 'week', 1"), Item("'t', 'd', 'day', 1, 1, NULL, 'day', 1"),
                Item("'t', 'y', 'year', 1, 100, 'USD', 'year', 2"), Item("'s', 'm', NULL, NULL, 7, 'USD', 'quarter', 0"),
            ],
            [
                "2024-03-01 mrr all all 82.5834 - - 1 true",
                "2024-03-01 mrr currency USD 82.5834 - - 4 true",
                "2024-03-01 mrr plan day 30.4167 - - 1 true",
                "2024-03-01 mrr plan unknown 4.6667 - - 1 true",
                "2024-03-01 mrr plan week 43.3333 - - 1 true",
                "2024-03-01 mrr plan year 4.1667 - - 1 true",
            ]);
    }

    [Theory]
    [InlineData("mrr_new", "2024-03-01 mrr_new all all 20.0000 - - 1 true")]
    [InlineData("mrr_expansion", "2024-03-05 mrr_expansion all all 10.0000 - - 1 true")]
    [InlineData("mrr_contraction", "2024-03-09 mrr_contraction all all -15.0000 - - 1 true")]
    [InlineData("mrr_churn", "2024-03-12 mrr_churn all all -15.0000 - - 1 true")]
    [InlineData("mrr_reactivation", "2024-03-20 mrr_reactivation all all 15.0000 - - 1 true")]
    public async Task Movements_follow_the_events_of_an_item(string metric, string expected)
    {
        // 20 from 1 March (the state of the first event, on the 5th at the latest), 30 from the 5th, 15 from the 9th, paused from the 12th, back on the 20th.
        await ExpectAsync(metric, "numerator <> 0 AND metric NOT LIKE '%\\_t30' ESCAPE '\\'",
            [
                Subscription("'s', 'c', '2024-03-01', NULL"), Item("'s', 'i', 'p', 1, 999, 'USD', 'month', 1"),
                Event("'2024-03-04', 'active', 20"), Event("'2024-03-05 01:00', 'active', 99"), Event("'2024-03-05 02:00', 'active', 30"), Event("'2024-03-09', NULL, 15"),
                Event("'2024-03-12', 'paused', 15"), Event("'2024-03-20', 'active', 15"),
                "INSERT INTO payment BY NAME SELECT 'y' AS payment_id, TIMESTAMPTZ '2024-03-25' AS paid_at",
                "UPDATE subscription SET snapshot_at = TIMESTAMPTZ '2024-03-25'",
            ],
            [expected]);
    }

    [Fact]
    public async Task Acquisition_cost_is_null_without_customers_and_counts_paid_channels_only()
    {
        // 31 days of 10 USD; c1 comes by e-mail from a Google lead, c2 from nowhere. On 31 January: 300 spent in 30 days, one paid customer.
        ImmutableArray<string> facts =
        [
            "INSERT INTO marketing_spend_daily BY NAME SELECT day::DATE AS spend_date, 'google_ads' AS channel, 'media' AS cost_type, 10 AS cost, 'USD' AS currency FROM generate_series(DATE '2024-01-01', DATE '2024-02-20', INTERVAL 1 DAY) AS days(day)",
            "INSERT INTO invoice BY NAME FROM (VALUES ('n0', 'c0', DATE '2024-01-01', 'open'), ('n1', 'c1', DATE '2024-01-15', 'paid'), ('n2', 'c2', DATE '2024-01-16', 'paid')) AS invoices(invoice_id, customer_id, issued_date, status) SELECT *, 'invoice' AS type, 5 AS total",
            "INSERT INTO customer BY NAME SELECT 'c1' AS customer_id, 'e' AS email_hash",
            "INSERT INTO lead BY NAME SELECT 'l' AS lead_id, 'e' AS email_hash, ' Paid SEARCH' AS source, TIMESTAMPTZ '2024-02-10' AS created_at",
        ];
        await ExpectAsync("cac_paid", "snapshot_date IN ('2024-01-29', '2024-01-30', '2024-02-20') AND metric = 'cac_paid'", facts,
            [
                "2024-01-29 cac_paid all all - - not_mature 0 false",
                "2024-01-30 cac_paid all all 300.0000 1.0000 - 1 false",
                "2024-01-30 cac_paid channel google_ads 300.0000 1.0000 - 1 false",
                "2024-02-20 cac_paid all all 300.0000 0.0000 zero_denominator 0 false",
                "2024-02-20 cac_paid channel google_ads 300.0000 0.0000 zero_denominator 0 false",
            ]);
        await ExpectAsync("new_customers", "numerator > 0 AND metric = 'new_customers'", facts,
            [
                "2024-01-15 new_customers all all 1.0000 - - 1 true", "2024-01-15 new_customers channel google_ads 1.0000 - - 1 true",
                "2024-01-16 new_customers all all 1.0000 - - 1 true", "2024-01-16 new_customers channel unattributed 1.0000 - - 1 true",
            ]);
    }

    [Fact]
    public async Task Funnel_imputes_skipped_stages_and_waits_for_cohorts_to_mature()
    {
        ImmutableArray<string> facts =
        [
            "INSERT INTO lead BY NAME FROM (VALUES ('l1', TIMESTAMPTZ '2024-01-01', 'o1', 'Web'), ('l2', TIMESTAMPTZ '2024-01-10', NULL, NULL)) AS leads(lead_id, created_at, opportunity_id, source)",
            "INSERT INTO opportunity BY NAME SELECT 'o1' AS opportunity_id, 'won' AS status, DATE '2024-03-31' AS close_date, TIMESTAMPTZ '2024-02-01' AS created_at",
            "INSERT INTO payment BY NAME SELECT 'y' AS payment_id, TIMESTAMPTZ '2024-05-01' AS paid_at",
        ];
        await ExpectAsync("sql", "numerator > 0 AND metric = 'sql'", facts,
            ["2024-02-01 sql all all 1.0000 - - 1 false", "2024-02-01 sql channel organic 1.0000 - - 1 false"]);
        await ExpectAsync("conversion_lead_to_won_90d", "snapshot_date IN ('2024-04-28', '2024-04-29') AND metric = 'conversion_lead_to_won_90d'", facts,
            [
                "2024-04-28 conversion_lead_to_won_90d all all - - not_mature 0 false",
                "2024-04-29 conversion_lead_to_won_90d all all 1.0000 2.0000 - 2 false",
                "2024-04-29 conversion_lead_to_won_90d channel organic 1.0000 1.0000 - 1 false",
                "2024-04-29 conversion_lead_to_won_90d channel unattributed 0.0000 1.0000 - 1 false",
            ]);
        await ExpectAsync("sales_cycle_days_median", "snapshot_date = '2024-04-05' AND metric = 'sales_cycle_days_median'", facts,
            ["2024-04-05 sales_cycle_days_median all all 59.0000 - - 1 false"]);
    }

    [Fact]
    public async Task Revenue_of_a_leap_year_is_cut_daily_and_made_whole_on_its_last_day()
    {
        // 100 over 366 days is 0.2732 a day; 365 of them leave 0.2820 for the last. The tax line is not revenue; the refund is in New York's 30 December.
        await ExpectAsync("revenue_sales", "snapshot_date IN ('2024-01-01', '2024-12-30', '2024-12-31') AND metric = 'revenue_sales' AND dimension <> 'currency'",
            [
                "INSERT INTO invoice BY NAME SELECT 'n' AS invoice_id, DATE '2024-01-01' AS issued_date, 'paid' AS status, 'invoice' AS type, 120 AS total",
                "INSERT INTO invoice_line BY NAME FROM (VALUES ('x', 'recurring', 100, 'p'), ('y', 'tax', 20, NULL)) AS lines(line_id, line_type, amount, plan_id) SELECT *, 'n' AS invoice_id, DATE '2024-01-01' AS service_start, DATE '2025-01-01' AS service_end",
                "INSERT INTO credit_refund BY NAME SELECT 'k' AS credit_id, 'refund' AS kind, TIMESTAMPTZ '2024-12-31 04:59:00+00' AS occurred_at, 40 AS amount, 'both' AS affects",
                "INSERT INTO payment BY NAME SELECT 'y' AS payment_id, TIMESTAMPTZ '2024-12-31 05:00:00+00' AS paid_at",
            ],
            [
                "2024-01-01 revenue_sales all all 0.2732 - - 1 true",
                "2024-01-01 revenue_sales plan p 0.2732 - - 1 true",
                "2024-12-30 revenue_sales all all -39.7268 - - 2 false",
                "2024-12-30 revenue_sales plan p 0.2732 - - 1 false",
                "2024-12-30 revenue_sales plan unknown -40.0000 - - 1 false",
                "2024-12-31 revenue_sales all all 0.2820 - - 1 false",
                "2024-12-31 revenue_sales plan p 0.2820 - - 1 false",
            ],
            "America/New_York");
    }

    [Fact]
    public async Task Amounts_without_a_rate_make_money_null_and_leave_counts_alone()
    {
        ImmutableArray<string> facts =
        [
            Subscription("'s', 'c', '2024-03-01', NULL"), Item("'s', 'i', 'p', 1, 10, 'USD', 'month', 1"), Item("'s', 'j', 'q', 1, 10, 'XTS', 'month', 1"),
        ];
        await ExpectAsync("arpa", "true", facts, ["2024-03-01 arpa all all - - missing_fx_rate 1 true"]);
        await ExpectAsync("active_customers", "true", facts, ["2024-03-01 active_customers all all 1.0000 - - 1 true"]);
        await ExpectAsync("mrr", "true", facts,
            [
                "2024-03-01 mrr all all - - missing_fx_rate 1 true",
                "2024-03-01 mrr currency USD 10.0000 - - 1 true",
                "2024-03-01 mrr currency XTS 10.0000 - - 1 true",
                "2024-03-01 mrr plan p 10.0000 - - 1 true",
            ]);
    }

    [Fact]
    public async Task Customer_value_divides_revenue_per_account_by_churn()
    {
        // On 29 February a and b pay 30 each, c 40; on 31 March, which is compared with the last day of the shorter month, b has left: 70 from 2, 1 of 3 gone.
        ImmutableArray<string> facts =
        [
            Subscription("'a', 'a', '2024-02-29', NULL"), Item("'a', 'i', 'p', 1, 30, 'USD', 'month', 1"),
            Subscription("'b', 'b', '2024-02-29', '2024-03-31'"), Item("'b', 'i', 'p', 1, 30, 'USD', 'month', 1"),
            Subscription("'c', 'c', '2024-02-29', NULL"), Item("'c', 'i', 'p', 1, 40, 'USD', 'month', 1"),
        ];
        await ExpectAsync("clv_margin", "snapshot_date = '2024-03-31'", facts, ["2024-03-31 clv_margin all all 168.0000 2.0000 - 1 true"]);
        await ExpectAsync("logo_churn_1m", "snapshot_date IN ('2024-03-28', '2024-03-29', '2024-03-31')", facts,
            [
                "2024-03-28 logo_churn_1m all all - - not_mature 0 true",
                "2024-03-29 logo_churn_1m all all 0.0000 3.0000 - 3 true",
                "2024-03-31 logo_churn_1m all all 1.0000 3.0000 - 3 true",
            ]);
        await ExpectAsync("quick_ratio_1m", "snapshot_date = '2024-03-31'", facts, ["2024-03-31 quick_ratio_1m all all 0.0000 30.0000 - 1 true"]);
    }

    private static async Task ExpectAsync(string metric, string where, ImmutableArray<string> facts, string[] expected, string zone = "UTC")
    {
        var settings = new MetricSettings { ReportingTimeZone = TimeZoneInfo.FindSystemTimeZoneById(zone) };
        var database = new CheckDatabase(settings, AsOf: null, new DateOnly(2030, 1, 1)) { Inserts = facts };
        Assert.Equal(expected, await MetricCheck.ExpectAsync(database, metric, where));
    }

    private static string Subscription(string values) => string.Create(CultureInfo.InvariantCulture,
        $"INSERT INTO subscription BY NAME SELECT id AS subscription_id, customer AS customer_id, 'active' AS status, started::TIMESTAMPTZ AS started_at, ended::TIMESTAMPTZ AS ended_at FROM (VALUES ({values})) AS one(id, customer, started, ended)");

    private static string Item(string values) => string.Create(CultureInfo.InvariantCulture,
        $"INSERT INTO subscription_item BY NAME FROM (VALUES ({values})) AS one(subscription_id, item_id, plan_id, quantity, unit_amount, currency, interval, interval_count)");

    private static string Event(string values) => string.Create(CultureInfo.InvariantCulture,
        $"INSERT INTO subscription_event BY NAME SELECT moment::TIMESTAMPTZ AS occurred_at, status, amount AS unit_amount, 's' AS subscription_id, 'i' AS item_id FROM (VALUES ({values})) AS one(moment, status, amount)");
}
