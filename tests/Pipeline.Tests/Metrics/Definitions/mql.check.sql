-- Leads that became marketing qualified, or more, on the day.
WITH points AS (
  SELECT mql_on AS day, 1 AS numerator, NULL AS denominator, 1 AS n,
    unnest([{dimension: 'all', member: 'all'}, {dimension: 'channel', member: channel}], recursive := true)
  FROM funnel_entry
)
FROM published_flow('mql', ['lead'], 'points')
