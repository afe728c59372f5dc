-- Recurring revenue of customers who never had any before.
WITH points AS (FROM movement_points('new'))
FROM published_flow('mrr_new', ['subscription'], 'points')
