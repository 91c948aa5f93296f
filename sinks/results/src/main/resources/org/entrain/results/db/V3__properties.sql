-- Linguistic properties: what was removed, and what probes find before and after.
CREATE TABLE removals(
  unit ${text}, layer INTEGER, property ${text}, coding ${text}, classes ${text},
  "lambda" DOUBLE PRECISION);

CREATE TABLE probes(
  unit ${text}, layer INTEGER, property ${text}, accuracy_before DOUBLE PRECISION,
  accuracy_after DOUBLE PRECISION, chance DOUBLE PRECISION);

UPDATE schema_version SET version = 3;
