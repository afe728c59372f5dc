-- Recurring revenue of customers who came back.
WITH points AS (FROM movement_points('reactivation'))
FROM published_flow('mrr_reactivation', ['subscription'], 'points')
