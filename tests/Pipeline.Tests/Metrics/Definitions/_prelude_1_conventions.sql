-- Conventions that every check shares: business days, rates, rounding, channels, the axis and how points become published rows.
-- Written from decision 0005 and the metric dictionary, never from the C#. Money is DECIMAL or HUGEINT all the way; only `value` is DOUBLE.

SET VARIABLE time_zone = (SELECT time_zone FROM settings);
SET VARIABLE reporting_currency = (SELECT reporting_currency FROM settings);
SET VARIABLE gross_margin = (SELECT gross_margin FROM settings);
SET VARIABLE lag_days = (SELECT lag_days FROM settings);

CREATE MACRO day_of(instant_at) AS CAST(timezone(getvariable('time_zone'), instant_at) AS DATE);

-- An exact quotient of integers, rounded half away from zero. DuckDB's // cuts towards zero.
CREATE MACRO divide_rounded(dividend, divisor) AS
  (CASE WHEN (dividend < 0) <> (divisor < 0) THEN -1 ELSE 1 END)::HUGEINT * ((2 * abs(dividend) + abs(divisor)) // (2 * abs(divisor)));

-- A DECIMAL(18,6) as an integer number of millionths; a published amount as ten-thousandths, and back.
CREATE MACRO millionths(amount) AS CAST(CAST(amount AS DECIMAL(38,6)) * 1000000 AS HUGEINT);
CREATE MACRO ten_thousandths(amount4) AS CAST(CAST(amount4 AS DECIMAL(38,4)) * 10000 AS HUGEINT);
CREATE MACRO from_ten_thousandths(units) AS CAST(CAST(units AS DECIMAL(33,0)) * CAST(0.0001 AS DECIMAL(5,4)) AS DECIMAL(38,4));
CREATE MACRO round4(amount) AS from_ten_thousandths(divide_rounded(millionths(amount), 100));
CREATE MACRO quotient4(dividend4, divisor4) AS
  from_ten_thousandths(divide_rounded(ten_thousandths(dividend4) * 10000, ten_thousandths(divisor4)));
CREATE MACRO margin_of(amount4) AS
  from_ten_thousandths(divide_rounded(ten_thousandths(amount4) * ten_thousandths(getvariable('gross_margin')), 10000));

-- The rate into the reporting currency as a fraction, from valid_from until valid_until: direct rates, otherwise the inverse ones.
CREATE TABLE conversion AS
WITH quoted AS (
  SELECT from_currency, to_currency, rate_date, max(CAST(CAST(rate AS DECIMAL(38,9)) * 1000000000 AS HUGEINT)) AS rate
  FROM fx_rate WHERE is_deleted IS NOT TRUE AND rate > 0 AND from_currency <> to_currency GROUP BY ALL
), direct AS (
  SELECT from_currency AS currency, rate_date, rate AS numerator, 1000000000::HUGEINT AS denominator
  FROM quoted WHERE to_currency = getvariable('reporting_currency')
), inverse AS (
  SELECT to_currency AS currency, rate_date, 1000000000::HUGEINT AS numerator, rate AS denominator
  FROM quoted WHERE from_currency = getvariable('reporting_currency') AND to_currency NOT IN (SELECT currency FROM direct)
), dated AS (
  SELECT *, lag(rate_date) OVER earlier AS previous, lead(rate_date) OVER earlier AS following
  FROM (SELECT * FROM direct UNION ALL SELECT * FROM inverse) WINDOW earlier AS (PARTITION BY currency ORDER BY rate_date)
)
SELECT currency, CASE WHEN previous IS NULL THEN DATE '0001-01-01' ELSE rate_date END AS valid_from, coalesce(following, DATE '9999-12-31') AS valid_until,
  numerator, denominator
FROM dated
UNION ALL
SELECT getvariable('reporting_currency'), DATE '0001-01-01', DATE '9999-12-31', 1, 1;

CREATE MACRO currency_of(maybe_currency) AS coalesce(maybe_currency, getvariable('reporting_currency'));

-- 0005 amount4: one conversion, one rounding; NULL when the currency has no rate at all.
CREATE MACRO amount4(amount, currency_code, on_day) AS (
  SELECT from_ten_thousandths(divide_rounded(millionths(amount) * conversion.numerator, conversion.denominator * 100))
  FROM conversion
  WHERE conversion.currency = currency_of(currency_code) AND conversion.valid_from <= on_day AND on_day < conversion.valid_until);

CREATE MACRO trimmed(words) AS regexp_replace(words, '^\s+|\s+$', '', 'g');
CREATE MACRO channel_of(words) AS coalesce(
  (SELECT channels.channel FROM channels WHERE channels.label = lower(trimmed(words))),
  nullif(trim(regexp_replace(lower(words), '[^a-z0-9]+', '_', 'g'), '_'), ''),
  'unattributed');

-- Rows that count.
CREATE TABLE counted_lead AS FROM lead WHERE is_deleted IS NOT TRUE AND merged_into_id IS NULL;
CREATE TABLE counted_opportunity AS FROM opportunity WHERE is_deleted IS NOT TRUE;
CREATE TABLE counted_invoice AS FROM invoice WHERE is_deleted IS NOT TRUE;

-- Event days of each table, and the last export that showed it.
CREATE TABLE event_day AS
SELECT 'lead' AS input, day_of(created_at) AS day FROM counted_lead
UNION ALL SELECT 'lifecycle_event', day_of(entered_at) FROM lifecycle_event WHERE is_deleted IS NOT TRUE
UNION ALL SELECT 'opportunity', day_of(created_at) FROM counted_opportunity
UNION ALL SELECT 'opportunity', close_date FROM counted_opportunity WHERE status IN ('won', 'lost')
UNION ALL SELECT 'opportunity_stage_history', day_of(entered_at) FROM opportunity_stage_history WHERE is_deleted IS NOT TRUE
UNION ALL SELECT 'marketing_spend_daily', spend_date FROM marketing_spend_daily WHERE is_deleted IS NOT TRUE
UNION ALL SELECT 'subscription', day_of(started_at) FROM subscription
UNION ALL SELECT 'subscription', day_of(ended_at) FROM subscription
UNION ALL SELECT 'invoice', issued_date FROM counted_invoice
UNION ALL SELECT 'payment', day_of(paid_at) FROM payment WHERE is_deleted IS NOT TRUE
UNION ALL SELECT 'credit_refund', day_of(occurred_at) FROM credit_refund WHERE is_deleted IS NOT TRUE
UNION ALL SELECT 'ledger_entry', posting_date FROM ledger_entry WHERE is_deleted IS NOT TRUE;

CREATE TABLE export_day AS
SELECT 'lead' AS input, max(day_of(snapshot_at)) AS day FROM counted_lead
UNION ALL SELECT 'opportunity', max(day_of(snapshot_at)) FROM counted_opportunity
UNION ALL SELECT 'subscription', max(day_of(snapshot_at)) FROM subscription
UNION ALL SELECT 'invoice', max(day_of(snapshot_at)) FROM counted_invoice
UNION ALL SELECT 'ledger_entry', max(day_of(snapshot_at)) FROM ledger_entry WHERE is_deleted IS NOT TRUE;

-- One row per day from the first event to the as-of day.
CREATE TABLE axis AS
WITH span AS (
  SELECT min(day) AS first_day, coalesce((SELECT as_of FROM settings), least(max(day), (SELECT today FROM settings))) AS last_day FROM event_day
)
SELECT CAST(unnest(generate_series(first_day, last_day, INTERVAL 1 DAY)) AS DATE) AS day FROM span;
SET VARIABLE last_day = (SELECT max(day) FROM axis);

-- Per input: its first event day (NULL: no event on the axis) and the day it is complete through.
CREATE TABLE coverage AS
SELECT input, min(event_day.day) AS first_day,
  CASE WHEN input = 'marketing_spend_daily' THEN max(event_day.day) ELSE greatest(max(event_day.day), any_value(export_day.day)) END AS through_day
FROM event_day LEFT JOIN export_day USING (input)
WHERE event_day.day IS NOT NULL
GROUP BY input
HAVING min(event_day.day) <= getvariable('last_day');

-- The latest first day and the earliest last day of several inputs; NULL as soon as one is empty.
CREATE MACRO first_of(inputs) AS
  (SELECT CASE WHEN count(*) = len(list_distinct(inputs)) THEN max(first_day) END FROM coverage WHERE list_contains(inputs, input));
CREATE MACRO through_of(inputs) AS
  (SELECT CASE WHEN count(*) = len(list_distinct(inputs)) THEN min(through_day) END FROM coverage WHERE list_contains(inputs, input));

-- Who is a customer, and from which table; 'none' when no table can say.
CREATE MACRO has_rows(input_name) AS EXISTS (FROM coverage WHERE input = input_name);
CREATE TABLE acquisition AS
SELECT CASE
  WHEN acquired_by <> 'auto' THEN acquired_by
  WHEN EXISTS (FROM subscription WHERE is_deleted IS NOT TRUE) THEN 'subscription'
  WHEN EXISTS (FROM counted_invoice) THEN 'invoice'
  WHEN EXISTS (FROM counted_opportunity) THEN 'opportunity'
  ELSE 'none' END AS acquired_by
FROM settings;
SET VARIABLE acquired_by = (SELECT acquired_by FROM acquisition);
SET VARIABLE revenue_input = (SELECT CASE WHEN EXISTS (FROM counted_invoice) THEN 'invoice' ELSE 'ledger_entry' END);
