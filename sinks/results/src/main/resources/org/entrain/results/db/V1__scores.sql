-- Text is compared by code points in every store. No table has an index: rows are replaced by key
-- from staging tables, and an index on the scores would cost more than the scores.
CREATE TABLE checkpoints(
  model ${text}, step BIGINT, kind ${text}, identity ${text}, fingerprint ${text},
  architecture ${text}, layers INTEGER, hidden_size INTEGER, location ${text});

CREATE TABLE plans(
  unit ${text}, model ${text}, step BIGINT, identity ${text}, stimulus ${text}, kind ${text},
  cause ${text}, words INTEGER, skipped_words INTEGER, trs INTEGER, kept_trs INTEGER,
  windows INTEGER, tasks INTEGER, scored_tokens INTEGER, layers ${text}, layer_count INTEGER,
  position BIGINT);

-- The ledger of fits.
CREATE TABLE score_units(
  unit ${text}, layer INTEGER, variant ${text}, participant ${text}, fit BIGINT,
  settings ${text}, recording ${text}, "rows" INTEGER, voxels INTEGER, folds INTEGER,
  mean_r DOUBLE PRECISION, low_end_share DOUBLE PRECISION, high_end_share DOUBLE PRECISION,
  constant_columns INTEGER, engine ${text});

-- Refer to their fit by a number: names in every row would double the time to append.
CREATE TABLE scores(
  fit BIGINT, voxel INTEGER, fold INTEGER, r DOUBLE PRECISION, r2 DOUBLE PRECISION,
  "lambda" DOUBLE PRECISION);

-- Blocks of voxels of fits that are not whole yet, as their events.
CREATE TABLE pending_blocks(
  unit ${text}, layer INTEGER, variant ${text}, participant ${text}, settings ${text},
  recording ${text}, event BYTEA);

CREATE TABLE perplexity_parts(
  unit ${text}, first_token INTEGER, tokens INTEGER, log_probability_sum DOUBLE PRECISION,
  scored_tokens INTEGER);

CREATE TABLE progress(
  stage ${text}, unit ${text}, part ${text}, name ${text}, state ${text}, expected BIGINT,
  done BIGINT, skipped BIGINT, failed BIGINT, cause ${text}, seconds DOUBLE PRECISION);

CREATE TABLE offsets(topic ${text}, "partition" INTEGER, next_offset BIGINT);

CREATE TABLE run_settings("key" ${text}, "value" ${text});

-- Of several plans for the same weights (new settings, another stimulus) the last one counts.
CREATE VIEW current_plans AS
SELECT unit, model, step, identity, stimulus, kind, cause, words, skipped_words, trs, kept_trs,
  windows, tasks, scored_tokens, layers, layer_count, position
FROM (SELECT p.*, row_number() OVER (PARTITION BY identity ORDER BY position DESC) AS place
  FROM plans p) ranked
WHERE place = 1;

-- Equal weights are computed once; the join by identity gives rows to each of their names.
CREATE VIEW named_units AS
SELECT c.model, c.step, c.kind, c.identity, p.unit, p.layers, p.layer_count, p.cause
FROM checkpoints c JOIN current_plans p USING (identity);

CREATE VIEW named_fits AS
SELECT n.model, n.step, n.kind, f.* FROM named_units n JOIN score_units f USING (unit);

CREATE VIEW results AS
SELECT f.model, f.step, f.layer, f.variant, f.participant, s.voxel, s.fold, s.r, s.r2, s."lambda"
FROM named_fits f JOIN scores s USING (fit);

CREATE TABLE schema_version(version INTEGER);
INSERT INTO schema_version VALUES (1);
