-- What a page asks of every fit, so that no question reads its scores: figures of r over voxels
-- (means over folds), tests, comparisons; and where a fit came from. Figures of fits that are there
-- already are NULL until they are computed from the scores.
DROP VIEW results;
DROP VIEW named_fits;

-- Weights and splits of joint models; files of version 5 may have it.
CREATE TABLE IF NOT EXISTS band_scores(
  fit BIGINT, band ${text}, voxel INTEGER, weight DOUBLE PRECISION, r2 DOUBLE PRECISION,
  variance DOUBLE PRECISION);

-- Voxels that have a p; NULL while the figures are not computed.
ALTER TABLE score_units ADD COLUMN tested INTEGER;
ALTER TABLE score_units ADD COLUMN min_r DOUBLE PRECISION;
ALTER TABLE score_units ADD COLUMN r_05 DOUBLE PRECISION;
ALTER TABLE score_units ADD COLUMN r_25 DOUBLE PRECISION;
ALTER TABLE score_units ADD COLUMN median_r DOUBLE PRECISION;
ALTER TABLE score_units ADD COLUMN r_75 DOUBLE PRECISION;
ALTER TABLE score_units ADD COLUMN r_95 DOUBLE PRECISION;
ALTER TABLE score_units ADD COLUMN max_r DOUBLE PRECISION;

-- Records that the fit came from; times in ms.
ALTER TABLE score_units ADD COLUMN topic ${text};
ALTER TABLE score_units ADD COLUMN "partition" INTEGER;
ALTER TABLE score_units ADD COLUMN first_offset BIGINT;
ALTER TABLE score_units ADD COLUMN last_offset BIGINT;
ALTER TABLE score_units ADD COLUMN written_at BIGINT;

-- What computed it.
ALTER TABLE score_units ADD COLUMN code_version ${text};
ALTER TABLE score_units ADD COLUMN libraries ${text};

-- Bin b counts the voxels of r in [-1 + b / 50, -1 + (b + 1) / 50), the last one 1 too.
CREATE TABLE r_histograms(fit BIGINT, bin INTEGER, voxels INTEGER);

-- p below .05: no larger one can have q below .05.
CREATE TABLE small_p(fit BIGINT, p DOUBLE PRECISION, voxels INTEGER);

-- A fit that lacks a property beside that of the whole: tests over voxels and over blocks.
CREATE TABLE comparisons(
  fit BIGINT, initial_fit BIGINT, initial_r DOUBLE PRECISION, residual_r DOUBLE PRECISION,
  t DOUBLE PRECISION, degrees DOUBLE PRECISION, p DOUBLE PRECISION, difference DOUBLE PRECISION,
  blocks INTEGER, block_difference DOUBLE PRECISION, block_p DOUBLE PRECISION,
  block_exact INTEGER);

-- Joint models' bands, means over voxels.
CREATE TABLE band_means(
  fit BIGINT, band ${text}, weight DOUBLE PRECISION, r2 DOUBLE PRECISION,
  variance DOUBLE PRECISION);
INSERT INTO band_means
SELECT fit, band, avg(weight), avg(r2), avg(variance) FROM band_scores GROUP BY fit, band;

ALTER TABLE pending_blocks ADD COLUMN topic ${text};
ALTER TABLE pending_blocks ADD COLUMN "partition" INTEGER;
ALTER TABLE pending_blocks ADD COLUMN "offset" BIGINT;
ALTER TABLE pending_blocks ADD COLUMN written_at BIGINT;

-- Order in which the blocks of ceilings came.
ALTER TABLE pending_ceilings ADD COLUMN position BIGINT DEFAULT 0;

CREATE VIEW named_fits AS
SELECT n.model, n.step, n.kind, f.* FROM named_units n JOIN score_units f USING (unit);

CREATE VIEW results AS
SELECT f.model, f.step, f.layer, f.variant, f.participant, s.voxel, s.fold, s.r, s.r2, s."lambda",
  s.p, s.accuracy
FROM named_fits f JOIN scores s USING (fit);

UPDATE schema_version SET version = 6;
