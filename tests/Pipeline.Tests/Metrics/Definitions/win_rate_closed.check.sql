-- Deals won over deals won or lost, by close date.
WITH points AS (
  SELECT close_date AS day, CASE status WHEN 'won' THEN 1 ELSE 0 END AS numerator, 1 AS denominator, 1 AS n, unnest([
    {dimension: 'all', member: 'all'}, {dimension: 'owner', member: owner}, {dimension: 'channel', member: channel}], recursive := true)
  FROM deal WHERE status IN ('won', 'lost')
)
FROM published_ratio('win_rate_closed', ['opportunity'], first_of(['opportunity']), 'points')
