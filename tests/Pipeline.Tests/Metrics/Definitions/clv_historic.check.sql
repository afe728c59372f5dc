-- Gross profit to date for each customer acquired to date.
WITH customers AS (
  SELECT axis.day, count(acquired_customer.customer_id) AS n FROM axis LEFT JOIN acquired_customer ON acquired_on <= axis.day GROUP BY axis.day
), days AS (
  SELECT day, margin_of(amount) AS numerator, n AS denominator, n, is_missing FROM revenue_to_date JOIN customers USING (day)
)
FROM published_days('clv_historic', [getvariable('revenue_input'), acquisition_input()], INTERVAL 0 DAY, 'days')
