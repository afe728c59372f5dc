-- Amounts of deals won, on their close date; a deal without an amount counts and adds nothing.
WITH points AS (
  SELECT close_date AS day, NULL AS denominator, 1 AS n, unnest([
    {dimension: 'all', member: 'all', numerator: amount},
    {dimension: 'owner', member: owner, numerator: amount},
    {dimension: 'channel', member: channel, numerator: amount},
    {dimension: 'currency', member: currency, numerator: native}], recursive := true)
  FROM deal WHERE status = 'won'
)
FROM published_flow('bookings', ['opportunity'], 'points')
