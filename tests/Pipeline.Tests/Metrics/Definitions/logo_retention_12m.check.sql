-- Share of the customers active twelve months ago that are active now.
WITH days AS (
  SELECT axis.day, count(now.customer_id) AS numerator, count(*) AS denominator, count(*) AS n, false AS is_missing
  FROM axis JOIN active_day AS earlier ON earlier.day = CAST(axis.day - INTERVAL 12 MONTH AS DATE)
  LEFT JOIN active_day AS now ON now.customer_id = earlier.customer_id AND now.day = axis.day
  GROUP BY axis.day
)
FROM published_days('logo_retention_12m', ['subscription'], INTERVAL 12 MONTH, 'days')
