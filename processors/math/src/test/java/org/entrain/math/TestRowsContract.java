package org.entrain.math;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Offset.offset;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.ejml.data.FMatrixRMaj;
import org.junit.jupiter.api.Test;

/** What the engine makes of predicted test rows beside scores, whatever computes them. */
abstract class TestRowsContract {

  private static final int ROWS = 70;
  private static final EncodingSettings SETTINGS =
      EncodingSettings.protocol(
          FoldScheme.contiguous(3),
          2,
          PenaltyChoice.protocol(PenaltyChoice.powersOfTen(-6, 10), 5));

  abstract LinearAlgebra algebra();

  @Test
  void significance_ofSignalAndNoise_isTheirMeanCorrelations() {
    FMatrixRMaj x = Matrices.normal(200, 6, 41);
    FMatrixRMaj y = Matrices.normal(200, 600, 42);
    FMatrixRMaj signal = Matrices.response(x, 3, 0.5, 43);
    for (int i = 0; i < 200; i++) {
      System.arraycopy(signal.data, i * 3, y.data, i * 600, 3);
    }
    EncodingSettings tested =
        EncodingSettings.protocol(
                FoldScheme.contiguous(4),
                2,
                PenaltyChoice.protocol(PenaltyChoice.powersOfTen(-1, 4), 5))
            .with(new Significance(999, 4, 3, false));
    EncodingSettings corrected = tested.with(new Significance(999, 4, 3, true));

    double[] p = scores(x, y, tested, 1, 2000).p();

    assertThat(p).hasSize(600);
    assertThat(List.of(p[0], p[1], p[2])).allMatch(one -> one <= 0.002);
    double[] noise = Arrays.copyOfRange(p, 3, 600);
    assertThat(Arrays.stream(noise).filter(one -> one <= 0.1).count() / 597.0)
        .isCloseTo(0.1, offset(0.04));
    assertThat(scores(x, y, tested, 2, 64).p()).isEqualTo(p);
    double[] most = scores(x, y, corrected, 2, 64).p();
    assertThat(scores(x, y, corrected, 1, 2000).p()).isEqualTo(most);
    assertThat(IntStream.range(0, 600)).allMatch(v -> most[v] >= p[v]);
    assertThat(most[0]).isLessThanOrEqualTo(0.002);
  }

  @Test
  void classification_ofSignalAndNoise_isAccuracyOverNeighbourhoods() {
    FMatrixRMaj x = Matrices.normal(ROWS, 6, 44);
    FMatrixRMaj y = Matrices.response(x, 4, 3, 45);
    EncodingSettings classified = SETTINGS.with(new Classification(500, 5, 1));
    EncodingEngine engine = new EncodingEngine(algebra(), 2, 32, 1 << 24);

    EncodingScores alone;
    EncodingScores together;
    try (PreparedDesign design = engine.prepare(Design.of(x), new int[ROWS], classified)) {
      alone = design.score(VoxelSource.of(y));
      int[] neighbours = {0, -1, 0, 1, 2, 3, 3, -1};
      together = design.score(VoxelSource.of(y), new RecordingMaps(new int[0], neighbours));
      assertThatThrownBy(
              () ->
                  design.score(
                      VoxelSource.of(y), new RecordingMaps(new int[0], new int[] {0, 1, 2, 9})))
          .hasMessageContaining("9");
    }

    assertThat(alone.accuracy()).hasSize(12);
    assertThat(alone.accuracy()[0]).isGreaterThan(0.95);
    assertThat(together.accuracy()[0]).isEqualTo(alone.accuracy()[0]);
    assertThat(together.accuracy()[1]).isGreaterThan(alone.accuracy()[1]);
  }

  private EncodingScores scores(
      FMatrixRMaj x, FMatrixRMaj y, EncodingSettings settings, int threads, int tile) {
    EncodingEngine engine = new EncodingEngine(algebra(), threads, tile, 1 << 24);
    try (PreparedDesign design = engine.prepare(Design.of(x), new int[x.numRows], settings)) {
      return design.score(VoxelSource.of(y));
    }
  }
}
