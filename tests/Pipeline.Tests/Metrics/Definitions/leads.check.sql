-- Leads that entered the funnel on the day.
WITH points AS (
  SELECT lead_on AS day, 1 AS numerator, NULL AS denominator, 1 AS n,
    unnest([{dimension: 'all', member: 'all'}, {dimension: 'channel', member: channel}], recursive := true)
  FROM funnel_entry
)
FROM published_flow('leads', ['lead'], 'points')
