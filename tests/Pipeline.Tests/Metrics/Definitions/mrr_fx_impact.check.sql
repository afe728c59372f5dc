-- What exchange rates alone changed.
WITH points AS (FROM movement_points('fx_impact'))
FROM published_flow('mrr_fx_impact', ['subscription'], 'points')
