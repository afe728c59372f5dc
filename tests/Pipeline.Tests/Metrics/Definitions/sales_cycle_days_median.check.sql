-- Median days from creation to close of the deals won in the window; unknown and negative cycles are left out.
WITH cycle AS (
  SELECT close_date AS day, close_date - created_on AS days FROM deal WHERE status = 'won' AND close_date >= created_on
), span AS (
  SELECT unnest(ratio_windows(), recursive := true), first_of(['opportunity']) AS first_day, through_of(['opportunity']) AS through_day
), windowed AS (
  SELECT axis.day, suffix, count(cycle.days) AS n, list_sort(list(cycle.days) FILTER (cycle.days IS NOT NULL)) AS sorted
  FROM axis CROSS JOIN span LEFT JOIN cycle ON cycle.day BETWEEN axis.day - span.days + 1 AND axis.day
  GROUP BY axis.day, suffix
), answers AS (
  SELECT day, 'sales_cycle_days_median' || suffix AS metric, 'all' AS dimension, 'all' AS member, NULL AS denominator, n,
    CAST(sorted[(n + 1) // 2] + sorted[n // 2 + 1] AS DECIMAL(33,4)) * CAST(0.5 AS DECIMAL(2,1)) AS numerator,
    CASE WHEN first_day IS NULL THEN 'no_data' WHEN day - days + 1 < first_day THEN 'not_mature' WHEN n = 0 THEN 'no_data' END AS null_reason,
    coalesce(day <= through_day, false) AS is_complete
  FROM windowed JOIN span USING (suffix)
)
FROM published_rows('answers')
