-- How points become the rows of metric_snapshot. A point is one thing that counts, a row of the table named by `points_table`:
--   day, dimension, member, numerator, denominator, n
-- A NULL numerator is an amount without a rate; `denominator` is NULL for amounts and counts. Points may lie outside the axis.

CREATE MACRO flow_windows() AS [{suffix: '', days: 1}, {suffix: '_t30', days: 30}, {suffix: '_t90', days: 90}, {suffix: '_ltm', days: 365}];
CREATE MACRO ratio_windows() AS [{suffix: '', days: 30}, {suffix: '_t90', days: 90}, {suffix: '_ltm', days: 365}];
CREATE MACRO level_window() AS [{suffix: '', days: 1}];

-- The order in which reasons are tested.
CREATE MACRO reason_of(is_empty, is_immature, is_missing, numerator, denominator) AS CASE
  WHEN is_empty THEN 'no_data'
  WHEN is_immature THEN 'not_mature'
  WHEN is_missing THEN 'missing_fx_rate'
  WHEN greatest(abs(numerator), abs(denominator)) >= 100000000000000 THEN 'overflow'
  WHEN denominator = 0 THEN 'zero_denominator'
  WHEN denominator < 0 THEN 'negative_denominator' END;

-- Whether numerator and denominator are published.
CREATE MACRO keeps_parts(reason) AS coalesce(reason IN ('zero_denominator', 'negative_denominator'), true);

-- The columns of metric_snapshot that a check answers for, from a table of
--   day, metric, dimension, member, numerator, denominator, n, null_reason, is_complete.
CREATE MACRO published_rows(answers_table) AS TABLE
SELECT day AS snapshot_date, metric, dimension, member,
  CASE WHEN keeps_parts(null_reason) THEN CAST(numerator AS DECIMAL(38,4)) END AS numerator,
  CASE WHEN keeps_parts(null_reason) THEN CAST(denominator AS DECIMAL(38,4)) END AS denominator,
  CASE WHEN null_reason IS NULL THEN CAST(numerator AS DOUBLE) / coalesce(CAST(denominator AS DOUBLE), 1) END AS value,
  null_reason, CASE WHEN null_reason IN ('no_data', 'not_mature') THEN 0 ELSE CAST(n AS BIGINT) END AS n, is_complete
FROM query_table(answers_table);

-- Flows by owner are published for the day only: their windows are sums of their rows.
CREATE MACRO is_published_scope(dimension_name, window_days, with_ratio) AS with_ratio OR window_days = 1 OR dimension_name <> 'owner';

-- Sums of points over windows that end with each day. first_start: the first day a window may start on, NULL when an input is empty.
-- A day before it has no data; a longer window that starts before it is not mature. A member has a row where n > 0; of a ratio where it has any point.
CREATE MACRO published_windows(metric_name, inputs, first_start, windows, is_ratio, points_table) AS TABLE
WITH daily AS (
  SELECT day, dimension, member, sum(numerator) AS numerator, sum(denominator) AS denominator, sum(n) AS n, count(*) AS points,
    count(*) - count(numerator) AS missing
  FROM query_table(points_table) WHERE day BETWEEN (SELECT min(day) FROM axis) AND getvariable('last_day') GROUP BY ALL
), scope AS (
  SELECT DISTINCT dimension, member FROM daily WHERE dimension <> 'all' UNION ALL SELECT 'all', 'all'
), running AS (
  -- Totals since the axis began; a window is the difference of two of them.
  SELECT grid.day, grid.dimension, grid.member,
    sum(coalesce(numerator, 0)) OVER upto AS numerator, sum(coalesce(denominator, 0)) OVER upto AS denominator,
    sum(coalesce(n, 0)) OVER upto AS n, sum(coalesce(points, 0)) OVER upto AS points, sum(coalesce(missing, 0)) OVER upto AS missing
  FROM (SELECT axis.day, scope.dimension, scope.member FROM axis CROSS JOIN scope) AS grid
  LEFT JOIN daily ON daily.day = grid.day AND daily.dimension = grid.dimension AND daily.member = grid.member
  WINDOW upto AS (PARTITION BY grid.dimension, grid.member ORDER BY grid.day)
), span AS (
  SELECT unnest(windows, recursive := true), CAST(first_start AS DATE) AS first_day, CAST(through_of(inputs) AS DATE) AS through_day
), windowed AS (
  SELECT today.day, today.dimension, today.member, span.suffix, span.days, span.first_day, span.through_day,
    today.numerator - coalesce(before.numerator, 0) AS numerator, today.denominator - coalesce(before.denominator, 0) AS denominator,
    today.n - coalesce(before.n, 0) AS n, today.points - coalesce(before.points, 0) AS points, today.missing - coalesce(before.missing, 0) AS missing
  FROM running AS today CROSS JOIN span
  LEFT JOIN running AS before ON before.dimension = today.dimension AND before.member = today.member AND before.day = today.day - span.days
), answers AS (
  SELECT day, metric_name || suffix AS metric, dimension, member, numerator, CASE WHEN is_ratio THEN denominator END AS denominator, n, points,
    reason_of(first_day IS NULL OR (days = 1 AND day < first_day), day - days + 1 < first_day, missing > 0, numerator, CASE WHEN is_ratio THEN denominator END)
      AS null_reason,
    coalesce(day <= through_day, false) AS is_complete
  FROM windowed WHERE is_published_scope(dimension, days, is_ratio)
), kept AS (
  FROM answers WHERE dimension = 'all' OR ((n > 0 OR (is_ratio AND points > 0)) AND (null_reason IS NULL OR null_reason NOT IN ('no_data', 'not_mature')))
)
FROM published_rows('kept');

CREATE MACRO published_flow(metric_name, inputs, points_table) AS TABLE
  FROM published_windows(metric_name, inputs, first_of(inputs), flow_windows(), false, points_table);
CREATE MACRO published_level(metric_name, inputs, points_table) AS TABLE
  FROM published_windows(metric_name, inputs, first_of(inputs), level_window(), false, points_table);
CREATE MACRO published_ratio(metric_name, inputs, first_start, points_table) AS TABLE
  FROM published_windows(metric_name, inputs, first_start, ratio_windows(), true, points_table);

-- One row per day from a table of day, numerator, denominator, n, is_missing; a day without a row is 0 / 0.
-- `back`: the earlier day that is compared with, as an interval before the day; it must not lie before the first day of the inputs.
CREATE MACRO published_days(metric_name, inputs, back, days_table) AS TABLE
WITH span AS (
  SELECT CAST(first_of(inputs) AS DATE) AS first_day, CAST(through_of(inputs) AS DATE) AS through_day
), answers AS (
  SELECT axis.day, metric_name AS metric, 'all' AS dimension, 'all' AS member, coalesce(given.numerator, 0) AS numerator,
    coalesce(given.denominator, 0) AS denominator, coalesce(given.n, 0) AS n,
    reason_of(span.first_day IS NULL OR (back = INTERVAL 0 DAY AND axis.day < span.first_day), CAST(axis.day - back AS DATE) < span.first_day,
      coalesce(given.is_missing, false), given.numerator, coalesce(given.denominator, 0)) AS null_reason,
    coalesce(axis.day <= span.through_day, false) AS is_complete
  FROM axis CROSS JOIN span LEFT JOIN query_table(days_table) AS given ON given.day = axis.day
)
FROM published_rows('answers');
