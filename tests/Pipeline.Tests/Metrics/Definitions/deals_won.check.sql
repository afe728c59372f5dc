-- Deals won, on their close date.
WITH points AS (
  SELECT close_date AS day, 1 AS numerator, NULL AS denominator, 1 AS n, unnest([
    {dimension: 'all', member: 'all'}, {dimension: 'owner', member: owner}, {dimension: 'channel', member: channel}], recursive := true)
  FROM deal WHERE status = 'won'
)
FROM published_flow('deals_won', ['opportunity'], 'points')
