-- Recurring revenue per active customer.
WITH days AS (SELECT day, mrr AS numerator, active_customers AS denominator, active_customers AS n, is_missing FROM mrr_day)
FROM published_days('arpa', ['subscription'], INTERVAL 0 DAY, 'days')
