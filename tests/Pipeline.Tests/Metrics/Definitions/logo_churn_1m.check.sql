-- Share of the customers active a month ago that are not active now.
WITH days AS (
  SELECT axis.day, count(*) - count(now.customer_id) AS numerator, count(*) AS denominator, count(*) AS n, false AS is_missing
  FROM axis JOIN active_day AS earlier ON earlier.day = CAST(axis.day - INTERVAL 1 MONTH AS DATE)
  LEFT JOIN active_day AS now ON now.customer_id = earlier.customer_id AND now.day = axis.day
  GROUP BY axis.day
)
FROM published_days('logo_churn_1m', ['subscription'], INTERVAL 1 MONTH, 'days')
