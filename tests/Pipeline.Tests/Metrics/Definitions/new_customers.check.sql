-- Customers acquired on the day, by the channel that brought them.
WITH points AS (
  SELECT acquired_on AS day, 1 AS numerator, NULL AS denominator, 1 AS n,
    unnest([{dimension: 'all', member: 'all'}, {dimension: 'channel', member: channel}], recursive := true)
  FROM acquired_customer
)
FROM published_flow('new_customers', [acquisition_input()], 'points')
