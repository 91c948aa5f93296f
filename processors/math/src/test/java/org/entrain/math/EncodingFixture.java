package org.entrain.math;

import static org.assertj.core.api.Assertions.assertThat;

import org.ejml.data.FMatrixRMaj;

/** Settings and calls that the contracts of the engine share. */
abstract class EncodingFixture {

  static final EncodingSettings SETTINGS =
      EncodingSettings.protocol(
          FoldScheme.contiguous(3),
          2,
          PenaltyChoice.protocol(PenaltyChoice.powersOfTen(-6, 10), 5));
  static final int ROWS = 70;

  abstract LinearAlgebra algebra();

  static EncodingSettings shared(PenaltyScope scope) {
    return shared(scope, -2);
  }

  static EncodingSettings shared(PenaltyScope scope, int firstExponent) {
    return EncodingSettings.protocol(
        FoldScheme.contiguous(3),
        2,
        new PenaltyChoice(
            PenaltyChoice.powersOfTen(firstExponent, 6),
            FoldScheme.contiguous(4),
            0,
            Criterion.SQUARED_ERROR,
            scope,
            false));
  }

  final EncodingScores score(int threads, int tile, FMatrixRMaj x, FMatrixRMaj y) {
    return score(new EncodingEngine(algebra(), threads, tile, 1 << 24), x, y, SETTINGS);
  }

  static EncodingScores score(
      EncodingEngine engine, FMatrixRMaj x, FMatrixRMaj y, EncodingSettings settings) {
    try (PreparedDesign design = engine.prepare(Design.of(x), new int[x.numRows], settings)) {
      return design.score(VoxelSource.of(y));
    }
  }

  static void assertSameBits(EncodingScores actual, EncodingScores expected) {
    assertThat(actual.r()).isEqualTo(expected.r());
    assertThat(actual.r2()).isEqualTo(expected.r2());
    assertThat(actual.lambdaIndex()).isEqualTo(expected.lambdaIndex());
    assertThat(actual.constantColumns()).isEqualTo(expected.constantColumns());
  }
}
