-- Invoices issued, without tax, less credit notes.
WITH billed AS (
  SELECT issued_date AS day, currency_of(currency) AS currency, amount4(net_of(subtotal, discount, tax, total), currency, issued_date) AS amount,
    round4(net_of(subtotal, discount, tax, total)) AS native
  FROM counted_invoice WHERE status NOT IN ('draft', 'void')
  UNION ALL
  SELECT day_of(occurred_at), currency_of(currency), -amount4(amount, currency, day_of(occurred_at)), -round4(amount)
  FROM credit_refund WHERE kind = 'credit_note' AND is_deleted IS NOT TRUE
), points AS (
  SELECT day, NULL AS denominator, 1 AS n, unnest([
    {dimension: 'all', member: 'all', numerator: amount}, {dimension: 'currency', member: currency, numerator: native}], recursive := true)
  FROM billed
)
FROM published_flow('billings', ['invoice'], 'points')
