-- Of the leads that entered in a window that ended 90 days ago: those won within 90 days of entering.
WITH points AS (
  SELECT lead_on + 90 AS day, CASE WHEN won_on <= lead_on + 90 THEN 1 ELSE 0 END AS numerator, 1 AS denominator, 1 AS n,
    unnest([{dimension: 'all', member: 'all'}, {dimension: 'channel', member: channel}], recursive := true)
  FROM funnel_entry
)
FROM published_ratio('conversion_lead_to_won_90d', ['lead'], first_of(['lead']) + 90, 'points')
