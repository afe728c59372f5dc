-- What customers pay less than the day before, at constant rates: negative.
WITH points AS (FROM movement_points('contraction'))
FROM published_flow('mrr_contraction', ['subscription'], 'points')
