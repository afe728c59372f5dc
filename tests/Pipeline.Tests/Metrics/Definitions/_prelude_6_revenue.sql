-- What was earned on each day. An invoice issued after the axis does not exist, though its service may have begun before.

CREATE MACRO net_of(subtotal, discount, tax, total) AS
  CASE WHEN subtotal IS NOT NULL THEN subtotal - coalesce(discount, 0) ELSE total - coalesce(tax, 0) END;

CREATE TABLE revenue_line AS
WITH billed AS (
  FROM counted_invoice WHERE status NOT IN ('draft', 'void', 'refunded') AND issued_date <= getvariable('last_day')
), live_line AS (
  FROM invoice_line WHERE is_deleted IS NOT TRUE
), line AS (
  SELECT billed.issued_date, live_line.plan_id, coalesce(live_line.currency, billed.currency) AS currency, live_line.amount, live_line.service_start, live_line.service_end
  FROM billed JOIN live_line USING (invoice_id) WHERE line_type <> 'tax'
  UNION ALL
  SELECT issued_date, plan_id, currency, net_of(subtotal, discount, tax, total), service_start, service_end
  FROM billed ANTI JOIN live_line USING (invoice_id)
)
SELECT issued_date, coalesce(plan_id, 'unknown') AS plan_id, currency_of(currency) AS currency, service_start, service_end,
  ten_thousandths(amount4(amount, currency, issued_date)) AS amount_units, ten_thousandths(round4(amount)) AS native_units
FROM line;

-- Straight-line: every day the same amount, cut towards zero; the last day also gets what is left.
CREATE MACRO share_of(units, days, is_last) AS units // days + CASE WHEN is_last THEN units - (units // days) * days ELSE 0 END;

CREATE TABLE earned AS
WITH periodic AS (
  SELECT *, service_end - service_start AS days,
    CAST(unnest(generate_series(service_start, least(service_end - 1, getvariable('last_day')), INTERVAL 1 DAY)) AS DATE) AS day
  FROM revenue_line WHERE service_end > service_start
)
SELECT day, plan_id, currency, from_ten_thousandths(share_of(amount_units, days, day = service_end - 1)) AS amount,
  from_ten_thousandths(share_of(native_units, days, day = service_end - 1)) AS native
FROM periodic
UNION ALL
SELECT issued_date, plan_id, currency, from_ten_thousandths(amount_units), from_ten_thousandths(native_units)
FROM revenue_line WHERE (service_end > service_start) IS NOT TRUE;

-- Sales revenue: earned lines less refunds, or the ledger's sales where there are no invoices.
CREATE TABLE sales_revenue AS
SELECT day, plan_id, currency, amount, native FROM earned
UNION ALL
SELECT day_of(occurred_at), 'unknown', currency_of(currency), -amount4(amount, currency, day_of(occurred_at)), -round4(amount)
FROM credit_refund
WHERE getvariable('revenue_input') = 'invoice' AND is_deleted IS NOT TRUE AND affects IN ('revenue', 'both') AND coalesce(status, '') NOT IN ('failed', 'canceled')
UNION ALL
SELECT posting_date, 'unknown', currency_of(currency), amount4(amount, currency, posting_date), round4(amount)
FROM ledger_entry WHERE getvariable('revenue_input') = 'ledger_entry' AND is_deleted IS NOT TRUE AND revenue_class = 'sales';

-- Revenue of all days up to a day, also of those before the axis.
CREATE TABLE revenue_to_date AS
SELECT axis.day, coalesce(sum(sales.amount), 0)::DECIMAL(38,4) AS amount, coalesce(sum(sales.missing), 0) > 0 AS is_missing
FROM axis LEFT JOIN (
  SELECT greatest(day, (SELECT min(day) FROM axis)) AS day, sum(amount) AS amount, count(*) - count(amount) AS missing FROM sales_revenue GROUP BY ALL
) AS sales ON sales.day <= axis.day
GROUP BY axis.day;
