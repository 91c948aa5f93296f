package org.entrain.math;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import java.util.List;
import java.util.stream.IntStream;
import org.ejml.data.FMatrixRMaj;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What may change without changing encoding scores. */
abstract class InvarianceContract extends EncodingFixture {

  /** Features of which the smallest penalties are screened. */
  @Test
  void scores_screenedPenalties_areTheSameBits() {
    FMatrixRMaj x = Matrices.correlated(ROWS, 120, 41);
    int[] all = IntStream.range(0, ROWS).toArray();
    Spectrum kernel = Spectrum.of(algebra(), algebra().gram(Standardize.rows(x, all)));
    assertThat(DualFold.unlikely(kernel, new double[] {1e-6, 1e-5, 1e-4, 1e6})).isEqualTo(3);
    FMatrixRMaj y = Matrices.response(x, 1300, 0.002, 42);
    EncodingSettings settings = shared(PenaltyScope.VOXEL, -6);

    EncodingScores one = score(new EncodingEngine(algebra(), 1, 1, 1 << 24), x, y, settings);

    assertSameBits(score(new EncodingEngine(algebra(), 2, 1025, 1 << 24), x, y, settings), one);
    assertSameBits(score(new EncodingEngine(algebra(), 3, 300, 1), x, y, settings), one);
  }

  /** In both forms; a memory of one byte holds no fold and makes waves of one panel. */
  @ParameterizedTest
  @CsvSource({"40", "9"})
  void scores_otherThreadsTilesAndMemory_areTheSameBits(int features) {
    FMatrixRMaj x = Matrices.normal(ROWS, features, 4);
    FMatrixRMaj y = Matrices.response(x, 1300, 0.005, 5);

    EncodingScores one = score(1, 1, x, y);

    assertSameBits(score(3, 512, x, y), one);
    assertSameBits(score(2, 1025, x, y), one);
    assertSameBits(score(2, 5000, x, y), one);
    assertSameBits(score(new EncodingEngine(algebra(), 2, 300, 1), x, y, SETTINGS), one);
  }

  @Test
  void scores_rotatedStandardisedFeatures_stay() {
    for (int blocks : new int[] {1, 2}) {
      // Orthogonal columns of mean 0 and one length stay so when rotated: both sides standardised.
      int[] train = IntStream.range(8, ROWS).toArray();
      int half = blocks == 1 ? 9 : train.length - 1;
      FMatrixRMaj x = Matrices.normal(ROWS, blocks * half, 43);
      for (int b = 0; b < blocks; b++) {
        Matrices.orthogonal(x, train, b * half, half, 44 + b);
      }
      FMatrixRMaj rotated = x.copy();
      for (int b = 0; b < blocks; b++) {
        Matrices.rotate(rotated, b * half, half, 46 + b);
      }
      FMatrixRMaj y = Matrices.response(x, 5, 0.4, 48);
      Fold fold = new Fold(0, train, IntStream.range(0, 8).toArray());
      EncodingSettings settings = shared(PenaltyScope.VOXEL, -2).with(TestScaling.TRAINING);

      EncodingScores expected = score(x, y, fold, settings);

      EncodingScores actual = score(rotated, y, fold, settings);
      assertThat(actual.engine()).startsWith(blocks == 1 ? "primal" : "dual");
      assertThat(actual.r()).containsExactly(expected.r(), offset(2e-5));
      assertThat(actual.lambdaIndex()).isEqualTo(expected.lambdaIndex());
    }
  }

  private EncodingScores score(FMatrixRMaj x, FMatrixRMaj y, Fold fold, EncodingSettings settings) {
    EncodingEngine engine = new EncodingEngine(algebra(), 2);
    try (PreparedDesign design =
        engine.prepare(Design.of(x), new int[ROWS], List.of(fold), settings)) {
      return design.score(VoxelSource.of(y));
    }
  }

  @Test
  void scores_otherVoxelsAndOrder_stay() {
    FMatrixRMaj x = Matrices.normal(ROWS, 40, 6);
    FMatrixRMaj y = Matrices.response(x, 150, 0.05, 7);
    EncodingScores all = score(1, 64, x, y);
    int[] order = {149, 3, 77, 64, 63, 0};

    EncodingScores some = score(1, 64, x, Matrices.columns(y, order));

    for (int k = 0; k < all.folds(); k++) {
      for (int v = 0; v < order.length; v++) {
        int there = k * all.voxels() + order[v];
        assertThat(some.r()[k * order.length + v]).isCloseTo(all.r()[there], offset(1e-6));
        assertThat(some.r2()[k * order.length + v]).isCloseTo(all.r2()[there], offset(1e-6));
        assertThat(some.lambdaIndex()[k * order.length + v]).isEqualTo(all.lambdaIndex()[there]);
      }
    }
  }

  @Test
  void scores_voxelScaledAndShifted_stay() {
    FMatrixRMaj x = Matrices.normal(ROWS, 40, 11);
    FMatrixRMaj y = Matrices.response(x, 5, 0.3, 12);
    FMatrixRMaj other = y.copy();
    for (int i = 0; i < y.getNumElements(); i++) {
      other.data[i] = 100 + 8 * y.data[i];
    }

    EncodingScores expected = score(1, 32, x, y);

    EncodingScores actual = score(1, 32, x, other);
    assertThat(actual.r()).containsExactly(expected.r(), offset(1e-4));
    assertThat(actual.lambdaIndex()).isEqualTo(expected.lambdaIndex());
  }
}
