-- As clv_simple, of what is left after the cost of delivering it.
WITH days AS (
  SELECT day, margin_of(mrr * active_earlier) AS numerator, active_customers * churned AS denominator, churned AS n, is_missing FROM churn_day
)
FROM published_days('clv_margin', ['subscription'], INTERVAL 1 MONTH, 'days')
