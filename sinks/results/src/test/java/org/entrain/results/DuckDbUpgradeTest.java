package org.entrain.results;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.entrain.results.Events.batch;
import static org.entrain.results.Events.ceiling;
import static org.entrain.results.Events.checkpoint;
import static org.entrain.results.Events.fit;
import static org.entrain.results.Events.joint;
import static org.entrain.results.Events.plan;
import static org.entrain.results.Events.tested;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.entrain.common.InvalidInputException;
import org.entrain.schemas.avro.CeilingKind;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A file as the version before tests of significance wrote it. */
class DuckDbUpgradeTest {

  private static final String[] VERSION_1 = {
    "CREATE TABLE checkpoints(model VARCHAR, step BIGINT, kind VARCHAR, identity VARCHAR,"
        + " fingerprint VARCHAR, architecture VARCHAR, layers INTEGER, hidden_size INTEGER,"
        + " location VARCHAR)",
    "CREATE TABLE plans(unit VARCHAR, model VARCHAR, step BIGINT, identity VARCHAR,"
        + " stimulus VARCHAR, kind VARCHAR, cause VARCHAR, words INTEGER, skipped_words INTEGER,"
        + " trs INTEGER, kept_trs INTEGER, windows INTEGER, tasks INTEGER, scored_tokens INTEGER,"
        + " layers VARCHAR, layer_count INTEGER, position BIGINT)",
    "CREATE TABLE score_units(unit VARCHAR, layer INTEGER, variant VARCHAR, participant VARCHAR,"
        + " fit BIGINT, settings VARCHAR, recording VARCHAR, \"rows\" INTEGER, voxels INTEGER,"
        + " folds INTEGER, mean_r DOUBLE, low_end_share DOUBLE, high_end_share DOUBLE,"
        + " constant_columns INTEGER, engine VARCHAR)",
    "CREATE TABLE pending_blocks(unit VARCHAR, layer INTEGER, variant VARCHAR,"
        + " participant VARCHAR, settings VARCHAR, recording VARCHAR, event BLOB)",
    "CREATE TABLE perplexity_parts(unit VARCHAR, first_token INTEGER, tokens INTEGER,"
        + " log_probability_sum DOUBLE, scored_tokens INTEGER)",
    "CREATE TABLE progress(stage VARCHAR, unit VARCHAR, part VARCHAR, name VARCHAR,"
        + " state VARCHAR, expected BIGINT, done BIGINT, skipped BIGINT, failed BIGINT,"
        + " cause VARCHAR, seconds DOUBLE)",
    "CREATE TABLE offsets(topic VARCHAR, \"partition\" INTEGER, next_offset BIGINT)",
    "CREATE TABLE run_settings(\"key\" VARCHAR, \"value\" VARCHAR)",
    "CREATE TABLE scores(fit BIGINT, voxel INTEGER, fold INTEGER, r DOUBLE, r2 DOUBLE,"
        + " \"lambda\" DOUBLE)",
    "CREATE VIEW current_plans AS SELECT * FROM plans"
        + " QUALIFY row_number() OVER (PARTITION BY identity ORDER BY position DESC) = 1",
    "CREATE VIEW named_units AS SELECT c.model, c.step, c.kind, c.identity, p.unit, p.layers,"
        + " p.layer_count, p.cause FROM checkpoints c JOIN current_plans p USING (identity)",
    "CREATE VIEW named_fits AS SELECT n.model, n.step, n.kind, f.*"
        + " FROM named_units n JOIN score_units f USING (unit)",
    "CREATE VIEW results AS SELECT f.model, f.step, f.layer, f.variant, f.participant, s.voxel,"
        + " s.fold, s.r, s.r2, s.\"lambda\" FROM named_fits f JOIN scores s USING (fit)",
    "CREATE TABLE schema_version(version INTEGER)",
    "INSERT INTO schema_version VALUES (1)",
    "INSERT INTO checkpoints VALUES ('m', 0, 'WEIGHTS', 'i', 'f', 'gpt_neox', 3, 8, '')",
    "INSERT INTO plans VALUES ('u', 'm', 0, 'i', 'story', 'WEIGHTS', NULL, 10, 3, 6, 4, 7, 1, 20,"
        + " '0,1', 2, 1)",
    "INSERT INTO score_units VALUES ('u', 0, 'initial', 'F', 0, 'settings', 'recording', 4, 2, 2,"
        + " 0.25, 0, 0.01, 0, 'test')",
    "INSERT INTO scores VALUES (0, 0, 0, 0.1, -0.1, 10), (0, 0, 1, 0.2, -0.2, 10),"
        + " (0, 1, 0, 0.3, -0.3, 10), (0, 1, 1, 0.4, -0.4, 10)",
    "INSERT INTO offsets VALUES ('entrain.scores', 3, 7)",
  };

  @TempDir Path folder;
  private Path file;

  @BeforeEach
  void writeVersion1() throws SQLException {
    file = folder.resolve("results.duckdb");
    for (String statement : VERSION_1) {
      query(statement);
    }
  }

  @Test
  void version1_openedToWrite_keepsItsScoresAndTakesNewOnes() throws Exception {
    try (DuckDbResults results = DuckDbResults.open(file, DuckDbOptions.DEFAULT)) {
      assertThat(csv(results).lines().skip(1))
          .containsExactly(
              "m,0,0,initial,F,0,0,0.1,-0.1,10.0,,",
              "m,0,0,initial,F,0,1,0.2,-0.2,10.0,,",
              "m,0,0,initial,F,1,0,0.3,-0.3,10.0,,",
              "m,0,0,initial,F,1,1,0.4,-0.4,10.0,,");
      assertThat(results.sink().offsets()).containsValue(7L);
      results.sink().apply(batch(8, fit("u", 1, "F", 3, 0.5), fit("u", 0, "G", 3, 0.5)));
      assertThat(csv(results).lines().skip(1)).hasSize(4 + 2 * 3 * Events.FOLDS);
      assertThat(results.queries().summary().checkpoints().get(0).layers()).hasSize(2);
      assertThat(results.queries().summaryWithSignificance().bands()).isEmpty();
      results.sink().apply(batch(9, joint(fit("u", 0, "G", 1, 0.3), 1, 0.6, 0)));
      assertThat(results.queries().summaryWithSignificance().bands()).hasSize(2);
      results.sink().apply(batch(9, ceiling("F", CeilingKind.ACROSS, "a", 0, 1, 0.1)));
      assertThat(results.queries().ceilings()).hasSize(1);
    }
    try (DuckDbResults results = DuckDbResults.openReadOnly(file, DuckDbOptions.DEFAULT)) {
      assertThat(csv(results).lines().skip(1)).hasSize(4 + (2 * 3 + 1) * Events.FOLDS);
    }
    assertThat(
            query(
                "SELECT coalesce(p, accuracy) FROM results WHERE participant = 'F' AND layer = 0"))
        .containsExactly("null", "null", "null", "null");
    assertThat(
            query(
                "SELECT concat_ws(' ', s.fold, round(s.mean_r, 9), s.inner_r2 IS NULL,"
                    + " s.mean_accuracy IS NULL, f.permutations)"
                    + " FROM fold_scores s JOIN score_units f USING (fit) WHERE fit = 0"
                    + " ORDER BY fold"))
        .containsExactly("0 0.2 true true 0", "1 0.3 true true 0");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6})
  void earlierVersion_openedToWrite_takesWhatTheNewestTakes(int version) throws Exception {
    file = folder.resolve("version" + version + ".duckdb");
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:" + file)) {
      DuckDbSchema.migrate(connection, 0, version);
    }
    try (DuckDbResults results = DuckDbResults.open(file, DuckDbOptions.DEFAULT)) {
      results.sink().apply(batch(checkpoint("m", 0, "i"), plan("u", "i", 0)));
      results.sink().apply(batch(9, tested(fit("u", 0, "F", 3, 0.5), .01, .02, .9)));
      assertThat(results.queries().summaryWithSignificance().significant())
          .extracting(SignificantShare::share)
          .containsExactly(2 / 3.0);
    }
    assertThat(query("SELECT version FROM schema_version")).containsExactly("8");
  }

  @Test
  void version1_openedToRead_isRefusedAndUnchanged() throws Exception {
    assertThatThrownBy(() -> DuckDbResults.openReadOnly(file, DuckDbOptions.DEFAULT))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("expected 8, found 1")
        .hasMessageContaining("when it is opened to write");
    assertThat(query("SELECT version FROM schema_version")).containsExactly("1");
  }

  @Test
  void version1_upgradeThatFails_changesNothing() throws Exception {
    query("CREATE TABLE fold_scores(other INTEGER)");
    assertThatThrownBy(() -> DuckDbResults.open(file, DuckDbOptions.DEFAULT))
        .isInstanceOf(ResultStoreException.class);
    assertThat(query("SELECT version FROM schema_version")).containsExactly("1");
    assertThat(query("SELECT count(*) FROM results")).containsExactly("4");
  }

  private static String csv(DuckDbResults results) throws IOException {
    StringWriter out = new StringWriter();
    results.queries().exportCsv(out, Selection.of(false));
    return out.toString();
  }

  /** First column of what a statement answers. */
  private List<String> query(String sql) throws SQLException {
    List<String> cells = new ArrayList<>();
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:" + file);
        Statement statement = connection.createStatement()) {
      if (statement.execute(sql)) {
        try (ResultSet rows = statement.getResultSet()) {
          while (rows.next()) {
            cells.add(String.valueOf(rows.getObject(1)));
          }
        }
      }
    }
    return cells;
  }
}
