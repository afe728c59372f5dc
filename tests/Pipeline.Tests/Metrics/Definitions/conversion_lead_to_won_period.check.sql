-- Leads won in the window over leads that entered in it; may exceed 1.
WITH points AS (
  SELECT won_on AS day, 'all' AS dimension, 'all' AS member, 1 AS numerator, 0 AS denominator, 0 AS n FROM funnel_entry
  UNION ALL
  SELECT lead_on, 'all', 'all', 0, 1, 1 FROM funnel_entry
)
FROM published_ratio('conversion_lead_to_won_period', ['lead'], first_of(['lead']), 'points')
