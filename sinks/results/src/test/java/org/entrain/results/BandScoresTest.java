package org.entrain.results;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.entrain.results.Events.batch;
import static org.entrain.results.Events.block;
import static org.entrain.results.Events.checkpoint;
import static org.entrain.results.Events.fit;
import static org.entrain.results.Events.joint;
import static org.entrain.results.Events.plan;

import java.io.StringWriter;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.entrain.schemas.Vectors;
import org.entrain.schemas.avro.Score;
import org.entrain.schemas.avro.SourceKind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Joint models of word rate and a layer beside the layer's own. */
class BandScoresTest {

  private static final String ROWS =
      "SELECT concat_ws(' ', band, voxel, weight, r2, variance) FROM band_scores"
          + " ORDER BY band DESC, voxel";

  @TempDir Path folder;

  @Test
  void bands_ofAFitInBlocks_areStoredByVoxelAndReplacedWithTheFit() throws Exception {
    try (DuckDbResults results = open()) {
      results.sink().apply(batch(joint(part(1), 0.25, 0.1, 0.2)));
    }
    assertThat(query(ROWS)).isEmpty();
    try (DuckDbResults results = open()) {
      results.sink().apply(batch(joint(part(0), 0.5, 0.3, 0.4), fit("u", 0, "F", 2, 0.1)));
    }
    assertThat(query(ROWS))
        .containsExactly(
            "word-rate 0 0.5 0.3 0.5",
            "word-rate 1 0.25 0.1 0.25",
            "layer 0 0.5 0.4 0.5",
            "layer 1 0.75 0.2 0.75");
    try (DuckDbResults results = open()) {
      results.sink().apply(batch(joint(fit("u", 0, "F", 1, 0.3), 1, 0.6, 0)));
    }
    assertThat(query(ROWS)).containsExactly("word-rate 0 1.0 0.6 1.0", "layer 0 0.0 0.0 0.0");
  }

  @Test
  void bands_ofOtherSizesThanTheirBlock_areRefused() {
    Score joint = joint(fit("u", 0, "F", 2, 0.1), 0.5, 0.1, 0.2, 0.3, 0.4);
    ResultEvents.check(joint);
    Score few =
        Score.newBuilder(joint).setBandR2(Vectors.ofDoubles(new double[] {0.1, 0.2})).build();
    assertThatThrownBy(() -> ResultEvents.check(few))
        .hasMessageContaining("2 bands × 2 voxels, but 32, 16 and 32 bytes");
    Score unnamed = Score.newBuilder(joint).setBands(List.of()).build();
    assertThatThrownBy(() -> ResultEvents.check(unnamed)).hasMessageContaining("0 bands");
  }

  @Test
  void summary_ofJointModels_saysWhatTheLayerAdds() throws Exception {
    try (DuckDbResults results = open()) {
      ResultSink sink = results.sink();
      sink.apply(
          batch(
              checkpoint("pythia-mini", 512, "i"),
              checkpoint("baseline-word-rate", 0, "w", SourceKind.WORD_RATE),
              plan("u", "i", 0, 1),
              plan("x", "w", 0),
              fit("x", 0, "F", 2, 0.1),
              fit("u", 0, "F", 2, 0.2),
              fit("u", 1, "F", 2, 0.3)));
      assertThat(table(results)).doesNotContain("Joint model");
      sink.apply(
          batch(
              joint(fit("u", 0, "F", 2, 0.5), 0.5, 0.1, 0.1, 0.1, 0.1),
              joint(fit("u", 1, "F", 2, 0.4), 0.25, 0.01, 0.03, 0.25, 0.15)));
      assertThat(table(results))
          .contains(
              """
              Joint model at the layer with the largest r of the layer alone (on test rows): mean r
              jointly, of the layer alone and of word rate alone; each band's share of the joint R²
              (product split, mean over voxels, folds and participants):
              step          layer    joint    alone  word rate       R² layer   R² word-rate
              512               1   0.4055   0.3055     0.1055         0.2000         0.0200

              """);
      assertThat(table(results).lines()).allMatch(line -> line.length() <= 100);
      StringWriter csv = new StringWriter();
      results.queries().exportCsv(csv, Selection.of(false));
      assertThat(csv.toString().lines().filter(row -> row.contains(",with-word-rate,"))).hasSize(8);
    }
  }

  private static Score part(int voxel) {
    return block("u", 0, "F", voxel, 1, 2, 0.1, "settings");
  }

  private static String table(DuckDbResults results) {
    return SummaryTable.render(results.queries().summaryWithSignificance(), true);
  }

  private DuckDbResults open() {
    return DuckDbResults.open(folder.resolve("r.duckdb"), DuckDbOptions.DEFAULT);
  }

  /** First column of what a statement answers; only while no results are open. */
  private List<String> query(String sql) throws SQLException {
    List<String> cells = new ArrayList<>();
    try (Connection connection =
            DriverManager.getConnection("jdbc:duckdb:" + folder.resolve("r.duckdb"));
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
