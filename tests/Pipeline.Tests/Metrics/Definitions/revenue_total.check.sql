-- Sales revenue and the ledger's other revenue, by class.
WITH revenue AS (
  SELECT day, 'sales' AS class, amount FROM sales_revenue
  UNION ALL
  SELECT posting_date, revenue_class, amount4(amount, currency, posting_date)
  FROM ledger_entry WHERE is_deleted IS NOT TRUE AND revenue_class IN ('interest', 'investment', 'royalty', 'other')
), points AS (
  SELECT day, amount AS numerator, NULL AS denominator, 1 AS n,
    unnest([{dimension: 'all', member: 'all'}, {dimension: 'revenue_class', member: class}], recursive := true)
  FROM revenue
)
FROM published_flow('revenue_total', [getvariable('revenue_input')], 'points')
