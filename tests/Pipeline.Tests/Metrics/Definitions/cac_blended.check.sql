-- Cost of the blended cost types over customers acquired, in windows that end with the day.
WITH points AS (
  SELECT day, 'all' AS dimension, 'all' AS member, amount AS numerator, 0 AS denominator, 0 AS n
  FROM cost WHERE cost_type IN (SELECT cost_type FROM blended_costs)
  UNION ALL
  SELECT acquired_on, 'all', 'all', 0, 1, 1 FROM acquired_customer
)
FROM published_ratio('cac_blended', ['marketing_spend_daily', acquisition_input()], first_cost_window(), 'points')
