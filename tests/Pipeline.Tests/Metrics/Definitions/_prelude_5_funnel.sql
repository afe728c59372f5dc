-- When leads entered the stages of the funnel. A skipped stage is entered when a later one is.

CREATE MACRO rank_of(stage_name) AS
  CASE stage_name WHEN 'lead' THEN 1 WHEN 'mql' THEN 2 WHEN 'sql' THEN 3 WHEN 'opportunity' THEN 4 WHEN 'customer' THEN 5 END;

CREATE TABLE stage_evidence AS
SELECT lead_id, 1 AS rank, day_of(created_at) AS day FROM counted_lead
UNION ALL
SELECT lead_id, rank_of(stage), day_of(entered_at) FROM lifecycle_event WHERE is_deleted IS NOT TRUE
UNION ALL
SELECT lead_id, 4, day_of(opportunity.created_at) FROM counted_lead JOIN counted_opportunity AS opportunity USING (opportunity_id)
UNION ALL
SELECT lead_id, 4, converted_date FROM counted_lead WHERE is_converted
UNION ALL
SELECT lead_id, 5, close_date FROM counted_lead JOIN counted_opportunity AS opportunity USING (opportunity_id) WHERE opportunity.status = 'won';

-- The lead stage itself is seen by the lead's creation and its events only; the later stages also by the linked opportunity.
CREATE TABLE funnel_entry AS
WITH entry_event AS (
  SELECT lead_id, min(day_of(entered_at)) AS day FROM lifecycle_event WHERE is_deleted IS NOT TRUE AND rank_of(stage) >= 1 GROUP BY lead_id
), later AS (
  SELECT lead_id, min(day) FILTER (rank >= 2) AS mql_on, min(day) FILTER (rank >= 3) AS sql_on, min(day) FILTER (rank >= 5) AS won_on
  FROM stage_evidence GROUP BY lead_id
)
SELECT lead.lead_id, channel_of(source) AS channel, least(day_of(created_at), entry_event.day) AS lead_on, mql_on, sql_on, won_on
FROM counted_lead AS lead LEFT JOIN entry_event USING (lead_id) LEFT JOIN later USING (lead_id);

CREATE TABLE deal AS
SELECT opportunity_id, status, day_of(created_at) AS created_on, close_date, coalesce(owner_id, 'unassigned') AS owner, channel_of(lead_source) AS channel,
  currency_of(currency) AS currency, CASE WHEN amount IS NULL THEN 0 ELSE amount4(amount, currency, close_date) END AS amount,
  coalesce(round4(amount), 0) AS native
FROM counted_opportunity;
