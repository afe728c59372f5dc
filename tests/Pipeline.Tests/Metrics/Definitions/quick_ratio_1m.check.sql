-- Recurring revenue won over recurring revenue lost since the same day of the month before.
WITH moved AS (
  SELECT axis.day, coalesce(sum(amount) FILTER (type IN ('new', 'expansion', 'reactivation')), 0) AS numerator,
    -coalesce(sum(amount) FILTER (type IN ('contraction', 'churn')), 0) AS denominator, count(*) AS n
  FROM axis JOIN movement ON movement.day > CAST(axis.day - INTERVAL 1 MONTH AS DATE) AND movement.day <= axis.day
  WHERE type <> 'fx_impact'
  GROUP BY axis.day
), days AS (
  SELECT axis.day, numerator, denominator, n,
    EXISTS (FROM unpriced_day AS u WHERE u.day > CAST(axis.day - INTERVAL 1 MONTH AS DATE) AND u.day <= axis.day) AS is_missing
  FROM axis LEFT JOIN moved ON moved.day = axis.day
)
FROM published_days('quick_ratio_1m', ['subscription'], INTERVAL 1 MONTH, 'days')
