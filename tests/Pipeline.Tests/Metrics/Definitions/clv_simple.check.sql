-- Revenue per account over the monthly churn rate of customers, multiplied out: mrr x active a month ago / (active x churned).
WITH days AS (
  SELECT day, mrr * active_earlier AS numerator, active_customers * churned AS denominator, churned AS n, is_missing FROM churn_day
)
FROM published_days('clv_simple', ['subscription'], INTERVAL 1 MONTH, 'days')
