-- Recurring revenue: what each subscription item is worth on each day, and how customers moved.

-- The first day a row no longer counts: never while it is not deleted; NULL when it is deleted without a date.
CREATE MACRO day_deleted(row_is_deleted, row_deleted_at) AS CASE WHEN row_is_deleted THEN day_of(row_deleted_at) ELSE DATE '9999-12-31' END;

-- Subscriptions that can count, with the first day they do and the first day they no longer do. Deleted ones end when they were deleted.
CREATE TABLE subscription_span AS
SELECT subscription_id, customer_id, discount_percent,
  day_of(greatest(coalesce(started_at, created_at), trial_end)) AS start_day,
  least(coalesce(day_of(coalesce(ended_at, CASE WHEN status = 'canceled' THEN canceled_at END)), DATE '9999-12-31'), day_deleted(is_deleted, deleted_at)) AS end_day
FROM subscription
WHERE status NOT IN ('incomplete', 'incomplete_expired', 'future') AND NOT (status = 'trialing' AND trial_end IS NULL)
  AND coalesce(started_at, created_at) IS NOT NULL AND day_deleted(is_deleted, deleted_at) IS NOT NULL;

-- Also events after the axis: one may be the first event of an item, and no day depends on how far is computed.
CREATE TABLE counted_event AS FROM subscription_event WHERE is_deleted IS NOT TRUE;

-- The stretches of days in which one state is in force. Before its first event an item is as its first event shows it, whatever the status.
CREATE TABLE state_span AS
WITH numbered AS (
  SELECT *, day_of(occurred_at) AS day, row_number() OVER (PARTITION BY subscription_id, item_id ORDER BY occurred_at) AS nth FROM counted_event
), last_of_day AS (
  FROM numbered QUALIFY row_number() OVER (PARTITION BY subscription_id, item_id, day ORDER BY occurred_at DESC) = 1
), event_state AS (
  SELECT subscription_id, item_id, day AS valid_from,
    lead(day) OVER (PARTITION BY subscription_id, item_id ORDER BY day) AS valid_until,
    status IN ('paused', 'unpaid') AS is_paused, plan_id, quantity, unit_amount, currency, interval, interval_count, discount_percent
  FROM last_of_day
  UNION ALL
  SELECT subscription_id, item_id, NULL, day, false, plan_id, quantity, unit_amount, currency, interval, interval_count, discount_percent
  FROM numbered WHERE nth = 1
), item_state AS (
  SELECT subscription_id, item_id, NULL AS valid_from, NULL AS valid_until, false AS is_paused, plan_id, quantity, unit_amount, currency, interval,
    interval_count, (SELECT discount_percent FROM subscription_span WHERE subscription_span.subscription_id = item.subscription_id) AS discount_percent
  FROM subscription_item AS item ANTI JOIN counted_event USING (subscription_id, item_id)
)
SELECT state.subscription_id, state.item_id, coalesce(valid_from, DATE '0001-01-01') AS valid_from,
  least(coalesce(valid_until, DATE '9999-12-31'), CASE WHEN item.item_id IS NULL THEN DATE '9999-12-31' ELSE day_deleted(item.is_deleted, item.deleted_at) END) AS valid_until,
  coalesce(is_paused, false) AS is_paused, state.plan_id, coalesce(state.quantity, 1) AS quantity, coalesce(discount_percent, 0) AS discount_percent,
  CASE WHEN state.unit_amount IS NULL THEN plan.unit_amount ELSE state.unit_amount END AS unit_amount,
  CASE WHEN state.unit_amount IS NULL THEN plan.currency ELSE state.currency END AS currency,
  CASE WHEN state.unit_amount IS NULL THEN plan.interval ELSE state.interval END AS interval,
  coalesce(greatest(CASE WHEN state.unit_amount IS NULL THEN plan.interval_count ELSE state.interval_count END, 1), 1) AS interval_count,
  coalesce(CASE WHEN state.unit_amount IS NULL THEN plan.is_metered ELSE item.is_metered END, false) AS is_metered
FROM (SELECT * FROM event_state UNION ALL SELECT * FROM item_state) AS state
LEFT JOIN subscription_item AS item ON item.subscription_id = state.subscription_id AND item.item_id = state.item_id
LEFT JOIN plan ON plan.plan_id = state.plan_id AND plan.is_deleted IS NOT TRUE
WHERE item.item_id IS NULL OR day_deleted(item.is_deleted, item.deleted_at) IS NOT NULL;

-- Fractions of integers, kept short so that products fit 128 bits.
CREATE MACRO reduced(dividend, divisor) AS
  {dividend: dividend // greatest(gcd(dividend, divisor), 1), divisor: divisor // greatest(gcd(dividend, divisor), 1)};
CREATE MACRO times(fraction, dividend, divisor) AS reduced(fraction.dividend * dividend, fraction.divisor * divisor);
CREATE MACRO converted4(fraction, dividend, divisor) AS
  from_ten_thousandths(divide_rounded(fraction.dividend * dividend * 10000, fraction.divisor * divisor));

-- The start of the running service period: months and years are added to the start in one step, so that the 31st returns.
CREATE MACRO months_in(interval_name, interval_count) AS CASE
  WHEN interval_name = 'year' THEN 12 * interval_count WHEN interval_name IN ('day', 'week') THEN NULL ELSE interval_count END;
CREATE MACRO days_in(interval_name, interval_count) AS CASE interval_name WHEN 'day' THEN interval_count WHEN 'week' THEN 7 * interval_count END;
CREATE MACRO months_later(start_day, months) AS CAST(start_day + to_months(CAST(months AS INTEGER)) AS DATE);
CREATE MACRO whole_periods(start_day, months, on_day) AS
  date_diff('month', start_day, on_day) // months
  - CASE WHEN months_later(start_day, months * (date_diff('month', start_day, on_day) // months)) > on_day THEN 1 ELSE 0 END;
CREATE MACRO period_start(start_day, interval_name, interval_count, on_day) AS CASE
  WHEN months_in(interval_name, interval_count) IS NOT NULL THEN
    months_later(start_day, months_in(interval_name, interval_count) * whole_periods(start_day, months_in(interval_name, interval_count), on_day))
  ELSE start_day + CAST((on_day - start_day) // days_in(interval_name, interval_count) * days_in(interval_name, interval_count) AS INTEGER) END;

-- Native monthly amount of each state as an exact fraction: price x quantity x (100 - discount)/100 x months factor.
-- Paused, metered and unpriced states count 0, which is not to have counted; a price of 0 or a discount of 100 % has.
CREATE TABLE priced_state AS
WITH price AS (
  SELECT *, times(times(reduced(millionths(unit_amount), 1000000::HUGEINT), millionths(quantity), 1000000::HUGEINT),
    100000000::HUGEINT - millionths(discount_percent), 100000000::HUGEINT) AS amount
  FROM state_span WHERE NOT is_paused AND NOT is_metered AND unit_amount IS NOT NULL
)
SELECT subscription_id, item_id, valid_from, valid_until, plan_id, currency_of(currency) AS currency, interval, interval_count, CASE interval
  WHEN 'year' THEN times(amount, 1::HUGEINT, 12 * interval_count::HUGEINT)
  WHEN 'week' THEN times(amount, 52::HUGEINT, 12 * interval_count::HUGEINT)
  WHEN 'day' THEN times(amount, 365::HUGEINT, 12 * interval_count::HUGEINT)
  ELSE times(amount, 1::HUGEINT, interval_count::HUGEINT) END AS monthly
FROM price;

-- Every item on every day it counts, from before the axis if need be, with the day whose rate holds; and that day of the day before.
CREATE TABLE item_day AS
WITH counted AS (
  SELECT span.customer_id, state.*, span.start_day,
    unnest(generate_series(greatest(span.start_day, valid_from), least(span.end_day, valid_until, getvariable('last_day') + 1) - 1, INTERVAL 1 DAY))::DATE AS day
  FROM priced_state AS state JOIN subscription_span AS span USING (subscription_id)
), dated AS (
  SELECT *, CASE WHEN (SELECT fx_policy FROM settings) = 'current_rate' THEN day ELSE period_start(start_day, interval, interval_count, day) END AS rate_day
  FROM counted
), compared AS (
  SELECT *, CASE WHEN lag(day) OVER item = day - 1 THEN lag(rate_day) OVER item ELSE rate_day END AS earlier_rate_day
  FROM dated WINDOW item AS (PARTITION BY subscription_id, item_id ORDER BY day)
)
SELECT customer_id, subscription_id, item_id, day, coalesce(plan_id, 'unknown') AS plan_id, compared.currency,
  converted4(monthly, 1, 1) AS native,
  converted4(monthly, own.numerator, own.denominator) AS mrr,
  converted4(monthly, earlier.numerator, earlier.denominator) AS mrr_at_earlier_rate
FROM compared
ASOF LEFT JOIN conversion AS own ON own.currency = compared.currency AND compared.rate_day >= own.valid_from
ASOF LEFT JOIN conversion AS earlier ON earlier.currency = compared.currency AND compared.earlier_rate_day >= earlier.valid_from;

-- A customer's items are summed before anything is said about the customer. A missing amount adds 0 and is counted.
CREATE TABLE customer_day AS
SELECT customer_id, day, sum(coalesce(mrr, 0))::DECIMAL(38,4) AS mrr, sum(coalesce(mrr_at_earlier_rate, 0))::DECIMAL(38,4) AS mrr_at_earlier_rate,
  count(*) - count(mrr) AS missing
FROM item_day GROUP BY customer_id, day;

CREATE TABLE active_day AS SELECT customer_id, day, mrr FROM customer_day WHERE mrr > 0;
CREATE TABLE first_active AS SELECT customer_id, min(day) AS day FROM active_day GROUP BY customer_id;

-- Company totals of every day of the axis.
CREATE TABLE mrr_day AS
SELECT axis.day, coalesce(sum(mrr), 0)::DECIMAL(38,4) AS mrr, count(*) FILTER (mrr > 0) AS active_customers, coalesce(sum(missing), 0) > 0 AS is_missing
FROM axis LEFT JOIN customer_day USING (day) GROUP BY axis.day;

-- What changed for each customer between the end of the day before and the end of the day, at the rates of the day before.
CREATE TABLE movement AS
WITH pair AS (
  SELECT coalesce(today.customer_id, before.customer_id) AS customer_id, coalesce(today.day, before.day + 1) AS day,
    coalesce(before.mrr, 0) AS p, coalesce(today.mrr_at_earlier_rate, 0) AS q, coalesce(today.mrr, 0) - coalesce(today.mrr_at_earlier_rate, 0) AS fx_impact
  FROM customer_day AS today FULL JOIN customer_day AS before ON before.customer_id = today.customer_id AND before.day = today.day - 1
), typed AS (
  SELECT pair.customer_id, pair.day, fx_impact, q - p AS amount, CASE
    WHEN p <= 0 AND q > 0 THEN CASE WHEN first_active.day < pair.day THEN 'reactivation' ELSE 'new' END
    WHEN p > 0 AND q <= 0 THEN 'churn'
    WHEN q > p THEN 'expansion'
    WHEN q < p THEN 'contraction' END AS type
  FROM pair LEFT JOIN first_active USING (customer_id)
)
SELECT customer_id, day, type, amount::DECIMAL(38,4) AS amount FROM typed WHERE type IS NOT NULL
UNION ALL
SELECT customer_id, day, 'fx_impact', fx_impact::DECIMAL(38,4) FROM typed WHERE fx_impact <> 0;

-- Days on which some item that counts, that day or the day before, has no rate: nobody can say who moved how.
CREATE TABLE unpriced_day AS
SELECT DISTINCT day FROM (SELECT day FROM customer_day WHERE missing > 0 UNION ALL SELECT day + 1 FROM customer_day WHERE missing > 0);

-- The points of one movement type.
CREATE MACRO movement_points(movement_type) AS TABLE
SELECT day, 'all' AS dimension, 'all' AS member, amount AS numerator, NULL AS denominator, 1 AS n FROM movement WHERE type = movement_type
UNION ALL
SELECT day, 'all', 'all', NULL, NULL, 0 FROM unpriced_day;

-- What customer lifetime value is made of: today's revenue and customers, those of a month ago, and how many of these have left.
CREATE TABLE churn_day AS
WITH earlier AS (
  SELECT axis.day, count(*) AS active_earlier, count(*) - count(now.customer_id) AS churned
  FROM axis JOIN active_day AS before ON before.day = CAST(axis.day - INTERVAL 1 MONTH AS DATE)
  LEFT JOIN active_day AS now ON now.customer_id = before.customer_id AND now.day = axis.day
  GROUP BY axis.day
)
SELECT mrr_day.day, mrr, active_customers, is_missing, coalesce(active_earlier, 0) AS active_earlier, coalesce(churned, 0) AS churned
FROM mrr_day LEFT JOIN earlier USING (day);
