-- Customers with recurring revenue above zero at the end of the day.
WITH points AS (
  SELECT day, 'all' AS dimension, 'all' AS member, active_customers AS numerator, NULL AS denominator, active_customers AS n FROM mrr_day
)
FROM published_level('active_customers', ['subscription'], 'points')
