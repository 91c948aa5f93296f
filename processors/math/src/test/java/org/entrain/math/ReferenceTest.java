package org.entrain.math;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.IntStream;
import org.ejml.data.FMatrixRMaj;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Scores of scikit-learn in double precision on simulated recordings. The environment variable
 * ENTRAIN_REFERENCE names the folder that holds them ({@code ../shared} beside the checkout).
 */
class ReferenceTest {

  private static final int FIRST_TRIMMED = 20;
  private static final int LAST_TRIMMED = 15;
  private static final int LAYERS = 3;

  private Path folder;

  @BeforeEach
  void findReference() {
    String root = System.getenv("ENTRAIN_REFERENCE");
    assumeTrue(root != null, "ENTRAIN_REFERENCE does not name the folder of expected numbers");
    folder = Path.of(root, "reference", "alignment");
  }

  @ParameterizedTest
  @CsvSource({
    "openblas, paper, F",
    "openblas, paper, M",
    "openblas, lags-1-4, F",
    "openblas, lags-1-4, M",
    "ejml, paper, F"
  })
  void scores_simulatedRecording_equalScikitLearn(String engine, String variant, String subject)
      throws IOException {
    LinearAlgebra algebra =
        engine.equals("openblas") ? new OpenBlasAlgebra() : LinearAlgebra.ejml();
    Npy representations = Npy.read(folder.resolve("representations.npy"));
    FMatrixRMaj y = Npy.read(folder.resolve("data_subject_" + subject + ".npy")).matrix(0);
    Map<String, Npy> expected =
        Npy.readZip(folder.resolve("expected_" + variant + "_" + subject + ".npz"));
    EncodingSettings paper = EncodingPreset.PAPER.fit();
    EncodingSettings settings =
        variant.equals("paper")
            ? paper
            : EncodingSettings.protocol(
                paper.folds(),
                paper.gap(),
                PenaltyChoice.protocol(PenaltyChoice.powersOfTen(-6, 9), 10));
    Lags lags = variant.equals("paper") ? EncodingPreset.PAPER.lags() : Lags.of(1, 2, 3, 4);

    int same = 0;
    int cells = 0;
    double worst = 0;
    for (int layer = 0; layer < LAYERS; layer++) {
      WordDesign design = design(algebra, representations.matrix(layer), lags);
      EncodingScores scores;
      try (PreparedDesign prepared =
          new EncodingEngine(algebra, 2, 224, 1 << 24)
              .prepare(design, design.runOfRow(), settings)) {
        scores = prepared.score(VoxelSource.of(y));
      }
      double[] r = expected.get("r_layer" + layer).values();
      double[] lambda = expected.get("lambda_layer" + layer).values();
      assertThat(scores.r()).hasSameSizeAs(r);
      for (int i = 0; i < r.length; i++) {
        double chosen = scores.lambdas()[scores.lambdaIndex()[i]];
        same += Math.abs(chosen / lambda[i] - 1) < 1e-9 ? 1 : 0;
        cells++;
        worst = Math.max(worst, Math.abs(scores.r()[i] - r[i]));
      }
    }

    assertThat(worst).as("largest difference of r").isLessThan(1e-4);
    assertThat((double) same / cells).as("share of equal lambdas").isGreaterThanOrEqualTo(0.99);
  }

  private WordDesign design(LinearAlgebra algebra, FMatrixRMaj words, Lags lags)
      throws IOException {
    int skipped = Integer.parseInt(Files.readString(folder.resolve("words_skipped.json")).strip());
    double[] onset = Npy.read(folder.resolve("time_words_fmri.npy")).values();
    double[] time = Npy.read(folder.resolve("time_fmri.npy")).values();
    int[] run = Npy.read(folder.resolve("runs_fmri.npy")).ints();
    // A word belongs to the last TR that began strictly before it.
    int[] trOfWord =
        IntStream.range(skipped, onset.length)
            .map(w -> (int) IntStream.range(0, time.length).filter(t -> time[t] < onset[w]).count())
            .map(count -> count - 1)
            .toArray();
    int[] kept =
        IntStream.range(0, run.length)
            .filter(t -> t >= FIRST_TRIMMED && run[t - FIRST_TRIMMED] == run[t])
            .filter(t -> t + LAST_TRIMMED < run.length && run[t + LAST_TRIMMED] == run[t])
            .toArray();
    return new WordDesign(algebra, words, trOfWord, run, kept, lags, 0, false);
  }
}
