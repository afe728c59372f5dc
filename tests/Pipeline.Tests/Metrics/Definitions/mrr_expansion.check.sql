-- What customers pay more than the day before, at constant rates.
WITH points AS (FROM movement_points('expansion'))
FROM published_flow('mrr_expansion', ['subscription'], 'points')
