using System.Globalization;
using Pipeline.Testing;

namespace Pipeline.Benchmarks;

/// <summary>Holds what we wrote against what DuckDB wrote from the same exports, cell by cell.</summary>
internal static class Comparison
{
    /// <summary>For each table: how our columns are called there.</summary>
    private static readonly (string Ours, string Theirs, string[] OurColumns, string[] TheirColumns)[] Tables =
    [
        ("invoice", "invoices", ["invoice_id", "customer_id", "subscription_id", "issued_date", "total::DECIMAL(18,2)", "currency", "status", "plan_id", "description"],
            ["invoice_id", "customer_id", "subscription_id", "invoice_date", "amount", "currency", "status", "\"plan\"", "description"]),
        ("opportunity", "opportunities", ["opportunity_id", "account_id", "owner_id", "created_at::TIMESTAMP", "close_date", "stage", "amount::DECIMAL(18,2)", "status = 'won'", "lead_source", "name"],
            ["id", "account_id", "owner_id", "created_at", "close_date", "stage", "amount", "is_won", "lead_source", "name"]),
        ("lead", "leads", ["lead_id", "created_at::TIMESTAMP", "company", "source", "status", "country", "score", "opportunity_id"],
            ["id", "created_at", "company", "source", "status", "country", "score", "converted_opportunity_id"]),
        ("marketing_spend_daily", "ad_spend", ["spend_date", "channel", "campaign", "impressions", "clicks", "cost::DECIMAL(18,2)"],
            ["date", "channel", "campaign", "impressions", "clicks", "cost"]),
    ];

    /// <summary>Daily numbers that mean the same, from its snapshot; new customers from its invoices, since for us an invoice of nothing makes no customer.</summary>
    private static readonly (string Metric, string Part, string Theirs)[] Daily =
    [
        ("spend", "numerator", "SELECT day, spend FROM {snapshot}"),
        ("leads", "n", "SELECT day, leads FROM {snapshot}"),
        ("cac_blended", "numerator", "SELECT day, sum(spend) OVER (ORDER BY day ROWS 29 PRECEDING) FROM {snapshot}"),
        ("new_customers", "n",
            "SELECT day, count(f) FROM {snapshot} LEFT JOIN (SELECT min(invoice_date) AS f FROM {invoices} WHERE status = 'paid' AND amount > 0 GROUP BY customer_id) ON f = day GROUP BY day"),
    ];

    /// <summary>How many cells were compared, and how many of ours have no equal there or the other way round.</summary>
    public static async Task<(long Compared, long Different)> RunAsync(string lake, string peer)
    {
        long compared = 0, different = 0;
        foreach (var (ours, theirs, ourColumns, theirColumns) in Tables)
        {
            var left = $"SELECT {string.Join(", ", ourColumns)} FROM read_parquet('{lake}/facts/{ours}/*.parquet')";
            var right = $"SELECT {string.Join(", ", theirColumns)} FROM read_parquet('{peer}/{theirs}.parquet')";
            var rows = await CountsAsync(left, right);
            compared += rows.Compared * ourColumns.Length;
            different += rows.Different * ourColumns.Length;
        }

        foreach (var (metric, part, theirs) in Daily)
        {
            var snapshot = $"read_parquet('{peer}/daily_snapshot.parquet')";
            var left = $"SELECT snapshot_date AS day, {part}::DECIMAL(18,4) AS v FROM read_parquet('{lake}/metrics/metric_snapshot/*.parquet') "
                + $"WHERE metric = '{metric}' AND dimension = 'all' AND null_reason IS NULL AND snapshot_date IN (SELECT day FROM {snapshot})";
            var right = theirs.Replace("{snapshot}", snapshot, StringComparison.Ordinal).Replace("{invoices}", $"read_parquet('{peer}/invoices.parquet')", StringComparison.Ordinal);
            var rows = await CountsAsync(left, $"SELECT day, v::DECIMAL(18,4) FROM ({right}) AS t(day, v) WHERE day IN (SELECT day FROM ({left}))");
            compared += rows.Compared;
            different += rows.Different;
        }

        return (compared, different);
    }

    private static async Task<(long Compared, long Different)> CountsAsync(string left, string right)
    {
        var rows = await Oracles.QueryAsync(
            $"SELECT (SELECT count(*) FROM ({left})), (SELECT count(*) FROM ({left} EXCEPT ALL {right})) + (SELECT count(*) FROM ({right} EXCEPT ALL {left}))");
        return (Value(0), Value(1));

        long Value(int column) => long.Parse(rows[0]![column]!.ToString(), CultureInfo.InvariantCulture);
    }
}
