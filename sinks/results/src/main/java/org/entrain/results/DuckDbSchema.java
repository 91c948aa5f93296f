package org.entrain.results;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.entrain.common.InvalidInputException;

/**
 * Tables of the database, and their version. No table has an index: rows are replaced by key
 * through {@link StagedTable}, and an index on the scores would cost more than the scores.
 *
 * <p>{@code scores} refers to its fit by a number, because repeating unit, variant and participant
 * in every row doubles the time to append; the view {@code results} has the names.
 */
final class DuckDbSchema {

  static final int VERSION = 1;

  static final StagedTable CHECKPOINTS =
      new StagedTable(
          "checkpoints",
          2,
          "model VARCHAR, step BIGINT, kind VARCHAR, identity VARCHAR, fingerprint VARCHAR,"
              + " architecture VARCHAR, layers INTEGER, hidden_size INTEGER, location VARCHAR");

  static final StagedTable PLANS =
      new StagedTable(
          "plans",
          1,
          "unit VARCHAR, model VARCHAR, step BIGINT, identity VARCHAR, stimulus VARCHAR,"
              + " kind VARCHAR, cause VARCHAR, words INTEGER, skipped_words INTEGER, trs INTEGER,"
              + " kept_trs INTEGER, windows INTEGER, tasks INTEGER, scored_tokens INTEGER,"
              + " layers VARCHAR, layer_count INTEGER, position BIGINT");

  static final StagedTable FITS =
      new StagedTable(
          "score_units",
          4,
          "unit VARCHAR, layer INTEGER, variant VARCHAR, participant VARCHAR, fit BIGINT,"
              + " settings VARCHAR, recording VARCHAR, \"rows\" INTEGER, voxels INTEGER,"
              + " folds INTEGER, mean_r DOUBLE, low_end_share DOUBLE, high_end_share DOUBLE,"
              + " constant_columns INTEGER, engine VARCHAR");

  static final StagedTable PENDING_BLOCKS =
      new StagedTable(
          "pending_blocks",
          6,
          "unit VARCHAR, layer INTEGER, variant VARCHAR, participant VARCHAR, settings VARCHAR,"
              + " recording VARCHAR, event BLOB");

  static final StagedTable PERPLEXITY_PARTS =
      new StagedTable(
          "perplexity_parts",
          2,
          "unit VARCHAR, first_token INTEGER, tokens INTEGER, log_probability_sum DOUBLE,"
              + " scored_tokens INTEGER");

  static final StagedTable PROGRESS =
      new StagedTable(
          "progress",
          3,
          "stage VARCHAR, unit VARCHAR, part VARCHAR, name VARCHAR, state VARCHAR,"
              + " expected BIGINT, done BIGINT, skipped BIGINT, failed BIGINT, cause VARCHAR,"
              + " seconds DOUBLE");

  static final StagedTable OFFSETS =
      new StagedTable("offsets", 2, "topic VARCHAR, \"partition\" INTEGER, next_offset BIGINT");

  static final StagedTable SETTINGS =
      new StagedTable("run_settings", 1, "\"key\" VARCHAR, \"value\" VARCHAR");

  private static final StagedTable[] STAGED = {
    CHECKPOINTS, PLANS, FITS, PENDING_BLOCKS, PERPLEXITY_PARTS, PROGRESS, OFFSETS, SETTINGS
  };

  private static final String[] OTHERS = {
    "CREATE TABLE scores(fit BIGINT, voxel INTEGER, fold INTEGER, r DOUBLE, r2 DOUBLE,"
        + " \"lambda\" DOUBLE)",
    // Of several plans for the same weights (new settings, another stimulus) the last one counts.
    "CREATE VIEW current_plans AS SELECT * FROM plans"
        + " QUALIFY row_number() OVER (PARTITION BY identity ORDER BY position DESC) = 1",
    // Equal weights are computed once; the join by identity gives rows to each of their names.
    "CREATE VIEW named_units AS SELECT c.model, c.step, c.kind, c.identity, p.unit, p.layers,"
        + " p.layer_count, p.cause FROM checkpoints c JOIN current_plans p USING (identity)",
    "CREATE VIEW named_fits AS SELECT n.model, n.step, n.kind, f.*"
        + " FROM named_units n JOIN score_units f USING (unit)",
    "CREATE VIEW results AS SELECT f.model, f.step, f.layer, f.variant, f.participant, s.voxel,"
        + " s.fold, s.r, s.r2, s.\"lambda\" FROM named_fits f JOIN scores s USING (fit)",
    "CREATE TABLE schema_version(version INTEGER)",
    "INSERT INTO schema_version VALUES (" + VERSION + ")",
  };

  private DuckDbSchema() {}

  /** Creates what is not there yet, in one transaction, or checks the version of what is there. */
  static void prepare(Connection connection, Path file, boolean writable) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      if (tables(statement) == 0 && writable) {
        create(connection, statement);
      } else {
        check(statement, file);
      }
      if (writable) {
        CeilingWriter.prepare(statement);
        for (StagedTable table : STAGED) {
          statement.execute(table.stagingDdl());
        }
      }
    }
  }

  private static void create(Connection connection, Statement statement) throws SQLException {
    connection.setAutoCommit(false);
    for (StagedTable table : STAGED) {
      statement.execute(table.ddl());
    }
    for (String ddl : OTHERS) {
      statement.execute(ddl);
    }
    connection.commit();
    connection.setAutoCommit(true);
  }

  private static void check(Statement statement, Path file) throws SQLException {
    int found = 0;
    if (hasVersion(statement)) {
      try (ResultSet rows = statement.executeQuery("SELECT version FROM schema_version")) {
        found = rows.next() ? rows.getInt(1) : 0;
      }
    }
    if (found != VERSION) {
      throw new InvalidInputException(
          file.toString(),
          "schema version",
          Integer.toString(VERSION),
          found == 0 ? "a database of something else" : Integer.toString(found),
          found > VERSION
              ? "Use the newer entrain that wrote it, or choose another --state folder."
              : "Move the file away or choose another --state folder, and run again.");
    }
  }

  private static int tables(Statement statement) throws SQLException {
    return count(statement, "SELECT count(*) FROM duckdb_tables() WHERE NOT temporary");
  }

  private static boolean hasVersion(Statement statement) throws SQLException {
    return count(
            statement, "SELECT count(*) FROM duckdb_tables() WHERE table_name = 'schema_version'")
        > 0;
  }

  private static int count(Statement statement, String query) throws SQLException {
    try (ResultSet rows = statement.executeQuery(query)) {
      rows.next();
      return rows.getInt(1);
    }
  }
}
