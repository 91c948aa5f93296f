-- The rows of a fit lie together: ranges of pages suffice to find them, at a thousandth of the size
-- of the table.
CREATE INDEX scores_by_fit ON scores USING brin (fit) WITH (pages_per_range = 32);
CREATE INDEX band_scores_by_fit ON band_scores USING brin (fit) WITH (pages_per_range = 32);
