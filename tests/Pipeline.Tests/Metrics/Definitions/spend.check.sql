-- What media cost on the day; members of currency in their own currency.
WITH points AS (
  SELECT spent_on AS day, NULL AS denominator, 1 AS n, unnest([
    {dimension: 'all', member: 'all', numerator: amount},
    {dimension: 'channel', member: channel, numerator: amount},
    {dimension: 'currency', member: currency, numerator: native}], recursive := true)
  FROM cost WHERE cost_type = 'media'
)
FROM published_flow('spend', ['marketing_spend_daily'], 'points')
