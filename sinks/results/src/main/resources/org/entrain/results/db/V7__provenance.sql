-- Where checkpoints, plans and the rows of fits were read; NULL where it is not known.
DROP VIEW results;
DROP VIEW named_fits;

ALTER TABLE checkpoints ADD COLUMN topic ${text};
ALTER TABLE checkpoints ADD COLUMN "partition" INTEGER;
ALTER TABLE checkpoints ADD COLUMN "offset" BIGINT;

ALTER TABLE plans ADD COLUMN topic ${text};
ALTER TABLE plans ADD COLUMN "partition" INTEGER;
ALTER TABLE plans ADD COLUMN "offset" BIGINT;

-- Records that hold the rows which a fit was computed from.
ALTER TABLE score_units ADD COLUMN input_topic ${text};
ALTER TABLE score_units ADD COLUMN input_partition INTEGER;
ALTER TABLE score_units ADD COLUMN input_first_offset BIGINT;
ALTER TABLE score_units ADD COLUMN input_last_offset BIGINT;

CREATE VIEW named_fits AS
SELECT n.model, n.step, n.kind, f.* FROM named_units n JOIN score_units f USING (unit);

CREATE VIEW results AS
SELECT f.model, f.step, f.layer, f.variant, f.participant, s.voxel, s.fold, s.r, s.r2, s."lambda",
  s.p, s.accuracy
FROM named_fits f JOIN scores s USING (fit);

UPDATE schema_version SET version = 7;
