-- Who became a customer when, and through which channel.

CREATE TABLE acquired AS
SELECT customer_id, day AS acquired_on FROM first_active WHERE getvariable('acquired_by') = 'subscription'
UNION ALL
SELECT customer_id, min(issued_date) FROM counted_invoice
WHERE getvariable('acquired_by') = 'invoice' AND status = 'paid' AND type = 'invoice' AND total > 0 GROUP BY customer_id
UNION ALL
SELECT coalesce(account_id, opportunity_id), min(close_date) FROM counted_opportunity
WHERE getvariable('acquired_by') = 'opportunity' AND status = 'won' AND close_date IS NOT NULL GROUP BY ALL;

-- What we know of a customer elsewhere: the CRM account, the e-mail, the domain. An opportunity without account is its own account.
CREATE TABLE customer_link AS
SELECT acquired.customer_id, customer.external_crm_id AS account_id, customer.email_hash, customer.domain
FROM acquired LEFT JOIN customer ON customer.customer_id = acquired.customer_id AND customer.is_deleted IS NOT TRUE
WHERE getvariable('acquired_by') <> 'opportunity'
UNION ALL
SELECT customer_id, customer_id, NULL, NULL FROM acquired WHERE getvariable('acquired_by') = 'opportunity';

CREATE TABLE account_opportunity AS
SELECT link.customer_id, opportunity.opportunity_id, opportunity.lead_source, opportunity.created_at
FROM customer_link AS link JOIN counted_opportunity AS opportunity
  ON coalesce(opportunity.account_id, opportunity.opportunity_id) = link.account_id;

-- The leads and opportunities that may have brought the customer; rule 1 by account, 2 by e-mail, 3 by domain.
CREATE TABLE acquisition_candidate AS
SELECT customer_id, 1 AS rule, lead_source AS label, created_at, 2 AS kind, opportunity_id AS id FROM account_opportunity
UNION ALL
SELECT customer_id, 1, lead.source, lead.created_at, 1, lead_id FROM customer_link AS link JOIN counted_lead AS lead ON lead.account_id = link.account_id
UNION ALL
SELECT customer_id, 1, lead.source, lead.created_at, 1, lead_id
FROM account_opportunity JOIN counted_lead AS lead ON lead.opportunity_id = account_opportunity.opportunity_id
UNION ALL
SELECT customer_id, 2, lead.source, lead.created_at, 1, lead_id FROM customer_link AS link JOIN counted_lead AS lead ON lead.email_hash = link.email_hash
UNION ALL
SELECT customer_id, 3, lead.source, lead.created_at, 1, lead_id FROM customer_link AS link JOIN counted_lead AS lead ON lead.domain = link.domain;

CREATE TABLE acquired_customer AS
WITH first_rule AS (
  FROM acquisition_candidate WHERE trimmed(label) <> '' QUALIFY rule = min(rule) OVER (PARTITION BY customer_id)
), best AS (
  FROM first_rule QUALIFY row_number() OVER (PARTITION BY customer_id ORDER BY created_at NULLS LAST, kind, id) = 1
)
SELECT acquired.customer_id, acquired_on, channel_of(best.label) AS channel FROM acquired LEFT JOIN best USING (customer_id);

CREATE MACRO is_paid(channel_name) AS channel_name IN (SELECT channel FROM paid_channels);

-- Costs in the reporting currency on the day they count for: `lag_days` after they were spent.
CREATE TABLE cost AS
SELECT spend_date AS spent_on, spend_date + CAST(getvariable('lag_days') AS INTEGER) AS day, cost_type, channel_of(channel) AS channel,
  currency_of(currency) AS currency, amount4(cost, currency, spend_date) AS amount, round4(cost) AS native
FROM marketing_spend_daily WHERE is_deleted IS NOT TRUE;

CREATE MACRO acquisition_input() AS CASE getvariable('acquired_by') WHEN 'subscription' THEN 'subscription' WHEN 'invoice' THEN 'invoice' ELSE 'opportunity' END;

-- The first day a window of acquisition cost may start on: the costs in it were spent `lag_days` earlier, which must be mature too.
CREATE MACRO first_cost_window() AS first_of(['marketing_spend_daily', acquisition_input()]) + CAST(getvariable('lag_days') AS INTEGER);
