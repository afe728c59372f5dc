using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;
using Pipeline.Parquet;

namespace Pipeline.Testing.Metrics;

/// <summary>How far what was published of a metric agrees with its check.</summary>
/// <param name="Metric">The metric, its window variants included; empty for published metrics that no check knows.</param>
/// <param name="Rows">Rows that were compared, on either side.</param>
/// <param name="Mismatches">Rows that are missing, too many, or different.</param>
/// <param name="Examples">Up to five of them, with both sides.</param>
public sealed record MetricAgreement(string Metric, long Rows, long Mismatches, ImmutableArray<string> Examples)
{
    public override string ToString() => Mismatches == 0
        ? string.Create(CultureInfo.InvariantCulture, $"{Metric}: {Rows} rows agree")
        : string.Create(CultureInfo.InvariantCulture, $"{Metric}: {Mismatches} of {Rows} rows differ\n  {string.Join("\n  ", Examples)}");
}

/// <summary>Runs the second opinion on every metric in DuckDB.</summary>
public static class MetricCheck
{
    private static readonly TableSchema SnapshotSchema = new(
    [
        new("snapshot_date", ColumnType.Date), new("metric", ColumnType.Text), new("dimension", ColumnType.Text), new("member", ColumnType.Text),
        new("numerator", ColumnType.Decimal, true, 18, 4), new("denominator", ColumnType.Decimal, true, 18, 4), new("value", ColumnType.Double),
        new("null_reason", ColumnType.Text), new("n", ColumnType.Int64), new("is_complete", ColumnType.Boolean),
    ]);

    /// <summary>Compares the Parquet files of <c>metric_snapshot</c> with what the checks say about the same facts.</summary>
    /// <returns>One agreement for each check, then one for the published metrics that have none.</returns>
    public static async Task<ImmutableArray<MetricAgreement>> CompareAsync(CheckDatabase database, ImmutableArray<string> snapshots)
    {
        var queries = CheckScripts.Metrics.ToDictionary(metric => metric, Comparison, StringComparer.Ordinal);
        var known = string.Join(", ", CheckScripts.Metrics.SelectMany(metric => CheckScripts.Variants(metric)).Select(name => $"'{name}'"));
        queries[""] = $"""
            SELECT count(*), count(*), list(format('{"{}"} is published and has no check', metric))[1:5]
            FROM (SELECT DISTINCT metric FROM metric_snapshot WHERE metric NOT IN ({known}))
            """;
        var answer = await Oracles.QueryAsync([.. database.Statements(), CheckDatabase.Relation("metric_snapshot", SnapshotSchema, snapshots), RowText], queries);
        return [.. queries.Keys.Select(metric => Agreement(metric, answer[metric]!["rows"]![0]!.AsArray()))];
    }

    /// <summary>What the check of <paramref name="metric"/> says, as text: day, metric, dimension, member, numerator, denominator, null_reason, n, is_complete.</summary>
    public static async Task<ImmutableArray<string>> ExpectAsync(CheckDatabase database, string metric, string where)
    {
        var query = $"""
            SELECT concat_ws(' ', snapshot_date, metric, dimension, member, coalesce(numerator::VARCHAR, '-'), coalesce(denominator::VARCHAR, '-'),
              coalesce(null_reason, '-'), n, is_complete)
            FROM (
            {CheckScripts.Read(metric)}
            ) WHERE {where} ORDER BY ALL
            """;
        var answer = await Oracles.QueryAsync(database.Statements(), new Dictionary<string, string>(StringComparer.Ordinal) { ["rows"] = query });
        return [.. answer["rows"]!["rows"]!.AsArray().Select(row => row![0]!.GetValue<string>())];
    }

    private const string RowText = """
        CREATE MACRO row_text(numerator, denominator, value, null_reason, n, is_complete) AS
          concat(coalesce(numerator::VARCHAR, 'NULL'), ' / ', coalesce(denominator::VARCHAR, 'NULL'), ' = ', coalesce(value::VARCHAR, 'NULL'),
            coalesce(' ' || null_reason, ''), ' n ', coalesce(n::VARCHAR, 'NULL'), CASE WHEN is_complete THEN '' ELSE ' incomplete' END)
        """;

    private static string Comparison(string metric) => $"""
        WITH expected AS (
        {CheckScripts.Read(metric)}
        ), published AS (
          SELECT * FROM metric_snapshot WHERE metric IN ({string.Join(", ", CheckScripts.Variants(metric).Select(name => $"'{name}'"))})
        ), pair AS (
          SELECT snapshot_date, metric, dimension, member,
            e.is_complete IS NULL AS is_unexpected, p.is_complete IS NULL AS is_lacking,
            e.numerator IS DISTINCT FROM p.numerator OR e.denominator IS DISTINCT FROM p.denominator OR e.n IS DISTINCT FROM p.n
              OR e.null_reason IS DISTINCT FROM p.null_reason OR e.is_complete IS DISTINCT FROM p.is_complete OR (e.value IS NULL) <> (p.value IS NULL)
              OR abs(e.value - p.value) > 1e-9 * greatest(abs(e.value), abs(p.value)) AS is_different,
            row_text(e.numerator, e.denominator, e.value, e.null_reason, e.n, e.is_complete) AS expected_text,
            row_text(p.numerator, p.denominator, p.value, p.null_reason, p.n, p.is_complete) AS published_text
          FROM expected AS e FULL JOIN published AS p USING (snapshot_date, metric, dimension, member)
        ), difference AS (
          SELECT snapshot_date, concat_ws(' ', snapshot_date, metric, dimension, member) || ': check ' || CASE WHEN is_unexpected THEN 'has no such row' ELSE expected_text END
            || '; published ' || CASE WHEN is_lacking THEN 'has no such row' ELSE published_text END AS example
          FROM pair WHERE is_unexpected OR is_lacking OR is_different
          UNION ALL
          SELECT snapshot_date, concat_ws(' ', snapshot_date, metric, dimension, member) || ': published ' || count(*) || ' times'
          FROM published GROUP BY snapshot_date, metric, dimension, member HAVING count(*) > 1
        )
        SELECT (SELECT count(*) FROM pair), (SELECT count(*) FROM difference), (SELECT list(example) FROM (FROM difference ORDER BY snapshot_date, example LIMIT 5))
        """;

    private static MetricAgreement Agreement(string metric, JsonArray row) => new(
        metric, Count(row[0]!), Count(row[1]!), row[2] is JsonArray examples ? [.. examples.Select(example => example!.GetValue<string>())] : []);

    private static long Count(JsonNode node) => long.Parse(node.ToString(), CultureInfo.InvariantCulture);
}
