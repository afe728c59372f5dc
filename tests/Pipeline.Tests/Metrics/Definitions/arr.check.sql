-- Twelve times monthly recurring revenue.
WITH points AS (
  SELECT day, 'all' AS dimension, 'all' AS member, CASE WHEN NOT is_missing THEN 12 * mrr END AS numerator, NULL AS denominator, active_customers AS n
  FROM mrr_day
)
FROM published_level('arr', ['subscription'], 'points')
