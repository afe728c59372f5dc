-- What customers who left paid the day before: negative.
WITH points AS (FROM movement_points('churn'))
FROM published_flow('mrr_churn', ['subscription'], 'points')
