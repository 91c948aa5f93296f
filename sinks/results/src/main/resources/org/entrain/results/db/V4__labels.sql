-- Labels of words, probes of shuffled labels, and ways to remove a property.
CREATE TABLE annotations(
  stimulus ${text}, word INTEGER, property ${text}, class ${text}, raw ${text}, sentence INTEGER);

ALTER TABLE probes ADD COLUMN IF NOT EXISTS accuracy_shuffled DOUBLE PRECISION;
ALTER TABLE removals ADD COLUMN IF NOT EXISTS method ${text} DEFAULT 'ridge';

UPDATE schema_version SET version = 4;
