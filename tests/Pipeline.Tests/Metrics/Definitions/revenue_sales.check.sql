-- Sales revenue earned on the day.
WITH points AS (
  SELECT day, NULL AS denominator, 1 AS n, unnest([
    {dimension: 'all', member: 'all', numerator: amount},
    {dimension: 'plan', member: plan_id, numerator: amount},
    {dimension: 'currency', member: currency, numerator: native}], recursive := true)
  FROM sales_revenue
)
FROM published_flow('revenue_sales', [getvariable('revenue_input')], 'points')
