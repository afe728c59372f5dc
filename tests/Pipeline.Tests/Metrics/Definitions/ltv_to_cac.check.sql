-- clv_margin over cac_loaded, each rounded to four decimals first; the reason of the first of the two that has none.
WITH value_days AS (
  SELECT day, margin_of(mrr * active_earlier) AS numerator, active_customers * churned AS denominator, churned AS n, is_missing FROM churn_day
), cost_points AS (
  SELECT day, 'all' AS dimension, 'all' AS member, amount AS numerator, 0 AS denominator, 0 AS n
  FROM cost WHERE cost_type IN (SELECT cost_type FROM loaded_costs)
  UNION ALL
  SELECT acquired_on, 'all', 'all', 0, 1, 1 FROM acquired_customer
), customer_value AS (
  FROM published_days('clv_margin', ['subscription'], INTERVAL 1 MONTH, 'value_days')
), customer_cost AS (
  FROM published_ratio('cac_loaded', ['marketing_spend_daily', acquisition_input()], first_cost_window(), 'cost_points') WHERE metric = 'cac_loaded'
), rounded AS (
  SELECT snapshot_date AS day, customer_cost.n, coalesce(customer_value.null_reason, customer_cost.null_reason) AS earlier_reason,
    customer_value.is_complete AND customer_cost.is_complete AS is_complete,
    CASE WHEN earlier_reason IS NULL THEN quotient4(customer_value.numerator, customer_value.denominator) END AS numerator,
    CASE WHEN earlier_reason IS NULL THEN quotient4(customer_cost.numerator, customer_cost.denominator) END AS denominator
  FROM customer_value JOIN customer_cost USING (snapshot_date)
), answers AS (
  SELECT day, 'ltv_to_cac' AS metric, 'all' AS dimension, 'all' AS member, numerator, denominator, n, is_complete,
    coalesce(earlier_reason, reason_of(false, false, false, numerator, denominator)) AS null_reason
  FROM rounded
)
FROM published_rows('answers')
