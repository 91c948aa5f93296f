-- Parts of r by block of test rows.
CREATE TABLE block_parts(fit BIGINT, block INTEGER, part DOUBLE PRECISION);

UPDATE schema_version SET version = 5;
