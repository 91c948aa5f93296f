package org.entrain.encoding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.ejml.data.FMatrixRMaj;
import org.entrain.math.Design;
import org.entrain.math.Lags;
import org.entrain.math.LinearAlgebra;
import org.entrain.math.WordDesign;
import org.entrain.schemas.Vectors;
import org.entrain.schemas.avro.Removal;
import org.entrain.schemas.avro.Score;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Layers without a property, through the topics. */
class RemovedVariantIT {

  private static final String F = "F";

  private static StreamFixture stream;
  @TempDir private Path state;

  @BeforeAll
  static void start(@TempDir Path folder) {
    stream = new StreamFixture(folder);
  }

  @AfterAll
  static void stop() {
    stream.close();
  }

  @ParameterizedTest
  @CsvSource({"0, true", "0, false", "3, true"})
  void property_removed_isScoredAsAVariantOfItsOwn(int pca, boolean late) {
    String stimulus = "removed-" + pca + late;
    SimulatedUnit unit = SimulatedUnit.of(stimulus, 1);
    SimulatedRecording recording = SimulatedRecording.of(stimulus, F, SimulatedUnit.ROWS);
    EncodingStageSettings settings =
        new EncodingStageSettings("test", StreamFixture.FIT, pca, false, List.of(0), 4);
    Removal removal = unit.removal("Tense");
    stream.publish(recording);
    if (!late) {
      stream.publish(removal);
    }
    if (pca == 0) {
      stream.publish(unit);
    } else {
      stream.words(unit);
    }
    List<Score> all;
    try (EncodingStage stage = stream.start(settings, state)) {
      if (late) {
        // The layer is settled and its rows are gone.
        stream.done(unit, F, stage);
        stream.publish(removal);
      }
      stream.awaitHistory(unit, F, 2, stage);
      all = stream.awaitScores(unit, F, 4, stage);
    }
    // One word per TR: rows without the property are words without it.
    FMatrixRMaj without = unit.x().copy();
    RemovedProperty.of(removal).remove(without, 0, 0);
    int[] trs = IntStream.range(0, SimulatedUnit.ROWS).toArray();
    Design design =
        pca == 0
            ? Design.of(without)
            : new WordDesign(
                LinearAlgebra.best(),
                without,
                trs,
                SimulatedUnit.runs(),
                trs,
                Lags.of(0),
                pca,
                false);
    List<Score> scores = all.stream().filter(s -> s.getVariant().equals("Tense")).toList();
    assertThat(scores).hasSize(2);
    assertThat(all).filteredOn(s -> s.getVariant().equals("initial")).hasSize(2);
    double[] expected = stream.expected(design, recording).r();
    for (Score score : scores) {
      double[] r = Vectors.doubles(score.getR());
      for (int fold = 0; fold < score.getFolds(); fold++) {
        for (int v = 0; v < score.getVoxels(); v++) {
          assertThat(r[fold * score.getVoxels() + v])
              .isCloseTo(
                  expected[fold * score.getTotalVoxels() + score.getFirstVoxel() + v],
                  within(1e-4));
        }
      }
    }
  }
}
