using System.Globalization;
using Pipeline.Testing;

namespace Pipeline.App.Tests.Acceptance;

/// <summary>What must add up in the published tables, each asked of DuckDB in one query over all days.</summary>
[Collection(DemoLakeGroup.Name)]
public sealed class DemoIdentitiesTests(DemoLake lake)
{
    // Of 1,096 days; the first have no subscription, deal or invoice yet.
    private const int Days = 1000;

    [Fact]
    public Task Recurring_revenue_of_yesterday_and_the_movements_of_today_are_that_of_today() => HoldsAsync(Days, $"""
        WITH level AS (SELECT snapshot_date, numerator AS mrr FROM {Snapshot} WHERE metric = 'mrr' AND dimension = 'all'),
        flow AS (
          SELECT snapshot_date, sum(numerator) AS moved, count(numerator) AS flows FROM {Snapshot}
          WHERE metric IN ('mrr_new', 'mrr_expansion', 'mrr_contraction', 'mrr_churn', 'mrr_reactivation', 'mrr_fx_impact') AND dimension = 'all' GROUP BY ALL
        )
        SELECT snapshot_date AS day, coalesce(yesterday.mrr, 0) + moved AS left_side, today.mrr AS right_side, flows = 6 AS is_whole
        FROM level AS today JOIN flow USING (snapshot_date) JOIN level AS yesterday ON yesterday.snapshot_date = today.snapshot_date - 1
        """);

    [Fact]
    public Task Movements_of_customers_add_up_to_the_flows_of_the_day() => HoldsAsync(Days * 6, $"""
        SELECT snapshot_date AS day, coalesce(sum(amount), 0) AS left_side, any_value(numerator) AS right_side, count(customer_id) = any_value(n) AS is_whole
        FROM {Snapshot} AS flow
        LEFT JOIN {lake["metrics/mrr_movement"].Relation} AS move ON move.movement_date = flow.snapshot_date AND 'mrr_' || move.movement_type = flow.metric
        WHERE metric IN ('mrr_new', 'mrr_expansion', 'mrr_contraction', 'mrr_churn', 'mrr_reactivation', 'mrr_fx_impact') AND dimension = 'all'
        GROUP BY snapshot_date, metric
        """);

    [Fact]
    public Task Members_of_a_dimension_add_up_to_the_whole() => HoldsAsync(Days * 9, $"""
        WITH part AS (
          FROM (VALUES ('spend', 'channel'), ('new_customers', 'channel'), ('leads', 'channel'), ('deals_won', 'owner'), ('bookings', 'channel'), ('bookings', 'owner'),
            ('mrr', 'plan'), ('revenue_sales', 'plan'), ('revenue_total', 'revenue_class')) AS parts(metric, part)
        )
        SELECT concat_ws(' ', snapshot_date, metric, part) AS day, coalesce(sum(numerator) FILTER (dimension = part), 0) AS left_side,
          any_value(numerator) FILTER (dimension = 'all') AS right_side, true AS is_whole
        FROM {Snapshot} JOIN part USING (metric) GROUP BY snapshot_date, metric, part
        """);

    [Fact]
    public Task Costs_and_customers_of_the_channels_add_up_to_those_of_all() => HoldsAsync(Days, $"""
        SELECT period_start AS day, coalesce(sum(cost) FILTER (cost_basis = 'paid' AND channel <> 'all'), 0) AS left_side,
          any_value(cost) FILTER (cost_basis = 'paid' AND channel = 'all') AS right_side,
          coalesce(sum(new_customers) FILTER (cost_basis = 'paid' AND channel <> 'all'), 0) IS NOT DISTINCT FROM any_value(new_customers) FILTER (cost_basis = 'blended') AS is_whole
        FROM {lake["metrics/acquisition_cost"].Relation} GROUP BY period, period_start
        """);

    [Fact]
    public Task Rows_of_every_export_are_accepted_in_quarantine_or_excluded() => HoldsAsync(22, $"""
        SELECT file_name AS day, sum(count) FILTER (kind = 'rows_in') AS left_side,
          coalesce(sum(count) FILTER (kind IN ('accepted', 'quarantined', 'excluded')), 0) AS right_side, count(*) FILTER (kind = 'rows_in') = 1 AS is_whole
        FROM {lake["metrics/data_quality"].Relation} GROUP BY file_id, file_name HAVING NOT bool_or(kind IN ('ignored', 'refused'))
        """);

    private string Snapshot => lake["metrics/metric_snapshot"].Relation;

    /// <summary>Fails unless both sides are the same in at least <paramref name="least"/> rows where the right side is known, and nowhere different.</summary>
    private static async Task HoldsAsync(int least, string query)
    {
        var rows = await Oracles.QueryAsync($"""
            WITH identity AS (FROM ({query}) WHERE right_side IS NOT NULL)
            SELECT count(*), count(*) FILTER (right_side <> 0), count(*) FILTER (is_broken), list(concat_ws(' ', day, left_side, right_side, is_whole)) FILTER (is_broken)
            FROM (SELECT *, left_side IS DISTINCT FROM right_side OR NOT is_whole AS is_broken FROM identity)
            """);
        var answer = rows[0]!.AsArray();
        Assert.True(Number(answer[2]) == 0, $"{answer[2]} of {answer[0]} differ: {answer[3]?.ToJsonString()}");
        Assert.True(Number(answer[0]) >= least, $"only {answer[0]} of at least {least} could be compared");
        Assert.True(Number(answer[1]) > 0, "there was nothing but zeros to compare");

        static long Number(System.Text.Json.Nodes.JsonNode? value) => long.Parse(value!.ToString(), CultureInfo.InvariantCulture);
    }
}
