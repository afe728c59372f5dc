-- Monthly recurring revenue at the end of the day. n: active customers; of a member: items worth something.
WITH points AS (
  SELECT day, 'all' AS dimension, 'all' AS member, CASE WHEN NOT is_missing THEN mrr END AS numerator, NULL AS denominator, active_customers AS n
  FROM mrr_day
  UNION ALL
  SELECT day, 'plan', plan_id, mrr, NULL, CASE WHEN mrr <> 0 THEN 1 ELSE 0 END FROM item_day
  UNION ALL
  SELECT day, 'currency', currency, native, NULL, 1 FROM item_day WHERE native <> 0
)
FROM published_level('mrr', ['subscription'], 'points')
