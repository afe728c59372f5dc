-- Media cost over customers of paid channels; of a paid channel: its media cost over its customers.
WITH points AS (
  SELECT day, amount AS numerator, 0 AS denominator, 0 AS n, 'all' AS dimension, 'all' AS member FROM cost WHERE cost_type = 'media'
  UNION ALL
  SELECT day, amount, 0, 0, 'channel', channel FROM cost WHERE cost_type = 'media' AND is_paid(channel)
  UNION ALL
  SELECT acquired_on, 0, 1, 1, unnest(['all', 'channel']), unnest(['all', channel]) FROM acquired_customer WHERE is_paid(channel)
)
FROM published_ratio('cac_paid', ['marketing_spend_daily', acquisition_input()], first_cost_window(), 'points')
