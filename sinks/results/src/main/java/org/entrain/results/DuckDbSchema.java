package org.entrain.results;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.entrain.common.InvalidInputException;

/**
 * Tables of the database, and their version. No table has an index: rows are replaced by key
 * through {@link StagedTable}, and an index on the scores would cost more than the scores.
 *
 * <p>{@code scores} refers to its fit by a number, because repeating unit, variant and participant
 * in every row doubles the time to append; the view {@code results} has the names. A voxel's p
 * stands in the rows of all its folds: run lengths compress the repetition, and nothing is joined.
 */
final class DuckDbSchema {

  static final int VERSION = 5;

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
              + " constant_columns INTEGER, engine VARCHAR, permutations INTEGER");

  static final StagedTable FOLDS =
      new StagedTable(
          "fold_scores",
          2,
          "fit BIGINT, fold INTEGER, mean_r DOUBLE, inner_r2 DOUBLE, low_end_share DOUBLE,"
              + " high_end_share DOUBLE, mean_accuracy DOUBLE");

  static final StagedTable BLOCK_PARTS =
      new StagedTable("block_parts", 1, "fit BIGINT, block INTEGER, part DOUBLE");

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

  static final StagedTable REMOVALS =
      new StagedTable(
          "removals",
          3,
          "unit VARCHAR, layer INTEGER, property VARCHAR, coding VARCHAR, classes VARCHAR,"
              + " \"lambda\" DOUBLE, method VARCHAR");

  static final StagedTable PROBES =
      new StagedTable(
          "probes",
          3,
          "unit VARCHAR, layer INTEGER, property VARCHAR, accuracy_before DOUBLE,"
              + " accuracy_after DOUBLE, chance DOUBLE, accuracy_shuffled DOUBLE");

  static final StagedTable ANNOTATIONS =
      new StagedTable(
          "annotations",
          3,
          "stimulus VARCHAR, word INTEGER, property VARCHAR, class VARCHAR, raw VARCHAR,"
              + " sentence INTEGER");

  static final StagedTable OFFSETS =
      new StagedTable("offsets", 2, "topic VARCHAR, \"partition\" INTEGER, next_offset BIGINT");

  static final StagedTable SETTINGS =
      new StagedTable("run_settings", 1, "\"key\" VARCHAR, \"value\" VARCHAR");

  static final StagedTable PENDING_CEILINGS =
      new StagedTable(
          "pending_ceilings",
          5,
          "stimulus VARCHAR, participant VARCHAR, kind VARCHAR, inputs VARCHAR,"
              + " first_voxel INTEGER, event BLOB");

  private static final StagedTable[] STAGED = {
    CHECKPOINTS,
    PLANS,
    FITS,
    FOLDS,
    BLOCK_PARTS,
    PENDING_BLOCKS,
    PENDING_CEILINGS,
    PERPLEXITY_PARTS,
    PROGRESS,
    REMOVALS,
    PROBES,
    ANNOTATIONS,
    OFFSETS,
    SETTINGS
  };

  private static final String CEILINGS =
      "CREATE TABLE noise_ceilings(stimulus VARCHAR, participant VARCHAR, kind VARCHAR,"
          + " others INTEGER, voxel INTEGER, ceiling DOUBLE)";

  private static final String NAMED_FITS =
      "CREATE VIEW named_fits AS SELECT n.model, n.step, n.kind, f.*"
          + " FROM named_units n JOIN score_units f USING (unit)";

  private static final String RESULTS =
      "CREATE VIEW results AS SELECT f.model, f.step, f.layer, f.variant, f.participant, s.voxel,"
          + " s.fold, s.r, s.r2, s.\"lambda\", s.p, s.accuracy"
          + " FROM named_fits f JOIN scores s USING (fit)";

  private static final String[] OTHERS = {
    "CREATE TABLE scores(fit BIGINT, voxel INTEGER, fold INTEGER, r DOUBLE, r2 DOUBLE,"
        + " \"lambda\" DOUBLE, p DOUBLE, accuracy DOUBLE)",
    CEILINGS,
    // Of several plans for the same weights (new settings, another stimulus) the last one counts.
    "CREATE VIEW current_plans AS SELECT * FROM plans"
        + " QUALIFY row_number() OVER (PARTITION BY identity ORDER BY position DESC) = 1",
    // Equal weights are computed once; the join by identity gives rows to each of their names.
    "CREATE VIEW named_units AS SELECT c.model, c.step, c.kind, c.identity, p.unit, p.layers,"
        + " p.layer_count, p.cause FROM checkpoints c JOIN current_plans p USING (identity)",
    NAMED_FITS,
    RESULTS,
    "CREATE TABLE schema_version(version INTEGER)",
    "INSERT INTO schema_version VALUES (" + VERSION + ")",
  };

  /**
   * From version 1: fits had neither tests nor inner folds nor classifications, and there were no
   * noise ceilings. Views hold the columns that they were made with, so those over altered tables
   * are made anew.
   */
  private static final String[] FROM_VERSION_1 = {
    "DROP VIEW results",
    "DROP VIEW named_fits",
    "ALTER TABLE score_units ADD COLUMN permutations INTEGER DEFAULT 0",
    "ALTER TABLE scores ADD COLUMN p DOUBLE",
    "ALTER TABLE scores ADD COLUMN accuracy DOUBLE",
    FOLDS.ddl(),
    PENDING_CEILINGS.ddl(),
    CEILINGS,
    "INSERT INTO fold_scores SELECT fit, fold, avg(r), NULL, NULL, NULL, NULL FROM scores"
        + " GROUP BY ALL",
    NAMED_FITS,
    RESULTS,
  };

  /** From version 2: there were no linguistic properties. */
  private static final String[] FROM_VERSION_2 = {REMOVALS.ddl(), PROBES.ddl()};

  /** From version 3: labels of words were not stored, and probes had none of shuffled labels. */
  private static final String[] FROM_VERSION_3 = {
    ANNOTATIONS.ddl(),
    "ALTER TABLE probes ADD COLUMN IF NOT EXISTS accuracy_shuffled DOUBLE",
    "ALTER TABLE removals ADD COLUMN IF NOT EXISTS method VARCHAR DEFAULT 'ridge'",
  };

  /** From version 4: r had no parts by block of test rows. */
  private static final String[] FROM_VERSION_4 = {
    BLOCK_PARTS.ddl(), "UPDATE schema_version SET version = " + VERSION,
  };

  /** What brings a version to the next one, from version 1. */
  private static final List<String[]> CHANGES =
      List.of(FROM_VERSION_1, FROM_VERSION_2, FROM_VERSION_3, FROM_VERSION_4);

  private DuckDbSchema() {}

  /**
   * Creates what is not there yet, or brings a database of an earlier version to this one, in one
   * transaction; checks the version of what is there.
   */
  static void prepare(Connection connection, Path file, boolean writable) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      if (tables(statement) == 0 && writable) {
        create(connection, statement);
      } else {
        int version = version(statement);
        if (version > 0 && version < VERSION && writable) {
          List<String> changes = new ArrayList<>();
          CHANGES.subList(version - 1, CHANGES.size()).forEach(c -> changes.addAll(List.of(c)));
          transaction(connection, statement, changes);
        } else {
          check(version, file);
        }
      }
      if (writable) {
        BandWriter.prepare(statement);
        for (StagedTable table : STAGED) {
          statement.execute(table.stagingDdl());
        }
      }
    }
  }

  private static void create(Connection connection, Statement statement) throws SQLException {
    List<String> ddl = new ArrayList<>();
    for (StagedTable table : STAGED) {
      ddl.add(table.ddl());
    }
    ddl.addAll(List.of(OTHERS));
    transaction(connection, statement, ddl);
  }

  private static void transaction(Connection connection, Statement statement, List<String> ddl)
      throws SQLException {
    connection.setAutoCommit(false);
    try {
      for (String change : ddl) {
        statement.execute(change);
      }
      connection.commit();
    } catch (SQLException e) {
      connection.rollback();
      throw e;
    } finally {
      connection.setAutoCommit(true);
    }
  }

  /** Version of the database, 0 if it is of something else. */
  private static int version(Statement statement) throws SQLException {
    if (!hasVersion(statement)) {
      return 0;
    }
    try (ResultSet rows = statement.executeQuery("SELECT version FROM schema_version")) {
      return rows.next() ? rows.getInt(1) : 0;
    }
  }

  private static void check(int found, Path file) {
    if (found != VERSION) {
      throw new InvalidInputException(
          file.toString(),
          "schema version",
          Integer.toString(VERSION),
          found == 0 ? "a database of something else" : Integer.toString(found),
          remedy(found));
    }
  }

  private static String remedy(int found) {
    if (found > VERSION) {
      return "Use the newer entrain that wrote it, or choose another --state folder.";
    }
    return found > 0
        ? "Make the file writable: it is brought to this version when it is opened to write."
        : "Move the file away or choose another --state folder, and run again.";
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
