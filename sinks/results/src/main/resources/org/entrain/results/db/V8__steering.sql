-- What is wanted of checkpoints and participants, as commands have it.
CREATE TABLE steering(target ${text}, name ${text}, state ${text}, changed_at BIGINT);

-- Rows of checkpoints that were removed, until they are wanted again.
CREATE TABLE removed_checkpoints(
  model ${text}, step BIGINT, kind ${text}, identity ${text}, fingerprint ${text},
  architecture ${text}, layers INTEGER, hidden_size INTEGER, location ${text},
  topic ${text}, "partition" INTEGER, "offset" BIGINT);

-- Units and participants without their rows: read again from the topics when they are wanted.
CREATE TABLE purged(target ${text}, name ${text});

-- Unit of the first layers of the same weights, of a unit of layers that were added; else NULL.
ALTER TABLE plans ADD COLUMN base_unit ${text};

-- Of several plans for the same weights (new settings, another stimulus) the last one counts, with
-- those of layers that were added to it or before it.
CREATE OR REPLACE VIEW current_plans AS
SELECT p.unit, p.model, p.step, p.identity, p.stimulus, p.kind, p.cause, p.words, p.skipped_words,
  p.trs, p.kept_trs, p.windows, p.tasks, p.scored_tokens, p.layers, p.layer_count, p.position
FROM plans p JOIN (
  SELECT identity, coalesce(base_unit, unit) AS base,
    row_number() OVER (PARTITION BY identity ORDER BY position DESC) AS place
  FROM plans) latest
  ON latest.identity = p.identity AND latest.base = coalesce(p.base_unit, p.unit)
WHERE latest.place = 1;

UPDATE schema_version SET version = 8;
