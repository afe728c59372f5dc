-- What the customers of twelve months ago still pay, without what they pay more, over what they paid then.
WITH kept AS (
  SELECT axis.day, sum(greatest(least(coalesce(now.mrr, 0), earlier.mrr), 0)) AS numerator, sum(earlier.mrr) AS denominator, count(*) AS n
  FROM axis JOIN active_day AS earlier ON earlier.day = CAST(axis.day - INTERVAL 12 MONTH AS DATE)
  LEFT JOIN customer_day AS now ON now.customer_id = earlier.customer_id AND now.day = axis.day
  GROUP BY axis.day
), days AS (
  SELECT mrr_day.day, numerator, denominator, n, mrr_day.is_missing OR coalesce(earlier.is_missing, false) AS is_missing
  FROM mrr_day LEFT JOIN kept ON kept.day = mrr_day.day LEFT JOIN mrr_day AS earlier ON earlier.day = CAST(mrr_day.day - INTERVAL 12 MONTH AS DATE)
)
FROM published_days('grr_12m_p2p', ['subscription'], INTERVAL 12 MONTH, 'days')
