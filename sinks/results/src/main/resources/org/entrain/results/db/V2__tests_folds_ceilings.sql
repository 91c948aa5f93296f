-- Tests of significance, folds of fits, classifications, and noise ceilings. Views hold the columns
-- that they were made with, so those over altered tables are made anew.
DROP VIEW results;
DROP VIEW named_fits;

ALTER TABLE score_units ADD COLUMN permutations INTEGER DEFAULT 0;

-- A voxel's p stands in the rows of all its folds: run lengths compress the repetition.
ALTER TABLE scores ADD COLUMN p DOUBLE PRECISION;
ALTER TABLE scores ADD COLUMN accuracy DOUBLE PRECISION;

CREATE TABLE fold_scores(
  fit BIGINT, fold INTEGER, mean_r DOUBLE PRECISION, inner_r2 DOUBLE PRECISION,
  low_end_share DOUBLE PRECISION, high_end_share DOUBLE PRECISION, mean_accuracy DOUBLE PRECISION);

CREATE TABLE pending_ceilings(
  stimulus ${text}, participant ${text}, kind ${text}, inputs ${text}, first_voxel INTEGER,
  event BYTEA);

CREATE TABLE noise_ceilings(
  stimulus ${text}, participant ${text}, kind ${text}, others INTEGER, voxel INTEGER,
  ceiling DOUBLE PRECISION);

INSERT INTO fold_scores
SELECT fit, fold, avg(r), NULL, NULL, NULL, NULL FROM scores GROUP BY fit, fold;

CREATE VIEW named_fits AS
SELECT n.model, n.step, n.kind, f.* FROM named_units n JOIN score_units f USING (unit);

CREATE VIEW results AS
SELECT f.model, f.step, f.layer, f.variant, f.participant, s.voxel, s.fold, s.r, s.r2, s."lambda",
  s.p, s.accuracy
FROM named_fits f JOIN scores s USING (fit);

UPDATE schema_version SET version = 2;
