-- Opportunities created on the day.
WITH points AS (
  SELECT created_on AS day, 1 AS numerator, NULL AS denominator, 1 AS n, unnest([
    {dimension: 'all', member: 'all'}, {dimension: 'owner', member: owner}, {dimension: 'channel', member: channel}], recursive := true)
  FROM deal
)
FROM published_flow('opportunities_created', ['opportunity'], 'points')
