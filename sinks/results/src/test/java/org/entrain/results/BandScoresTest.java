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
import java.util.List;
import org.entrain.schemas.Vectors;
import org.entrain.schemas.avro.Score;
import org.entrain.schemas.avro.SourceKind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Joint models of word rate and a layer beside the layer's own. */
@ParameterizedClass
@EnumSource(TestStore.class)
class BandScoresTest {

  private static final String ROWS =
      "SELECT concat_ws(' ', band, voxel, round(CAST(weight AS numeric), 3),"
          + " round(CAST(r2 AS numeric), 3), round(CAST(variance AS numeric), 3)) FROM band_scores"
          + " ORDER BY band DESC, voxel";

  @Parameter TestStore stores;
  @TempDir Path folder;

  @Test
  void bands_ofAFitInBlocks_areStoredByVoxelAndReplacedWithTheFit() throws Exception {
    try (ResultStore results = open()) {
      results.sink().apply(batch(joint(part(1), 0.25, 0.1, 0.2)));
    }
    assertThat(query(ROWS)).isEmpty();
    try (ResultStore results = open()) {
      results.sink().apply(batch(joint(part(0), 0.5, 0.3, 0.4), fit("u", 0, "F", 2, 0.1)));
    }
    assertThat(query(ROWS))
        .containsExactly(
            "word-rate 0 0.500 0.300 0.500",
            "word-rate 1 0.250 0.100 0.250",
            "layer 0 0.500 0.400 0.500",
            "layer 1 0.750 0.200 0.750");
    try (ResultStore results = open()) {
      results.sink().apply(batch(joint(fit("u", 0, "F", 1, 0.3), 1, 0.6, 0)));
    }
    assertThat(query(ROWS))
        .containsExactly("word-rate 0 1.000 0.600 1.000", "layer 0 0.000 0.000 0.000");
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
    try (ResultStore results = open()) {
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

  private static String table(ResultStore results) {
    return SummaryTable.render(results.queries().summaryWithSignificance(), true);
  }

  private ResultStore open() {
    return stores.open(folder);
  }

  private List<String> query(String sql) {
    return stores.query(folder, sql);
  }
}
