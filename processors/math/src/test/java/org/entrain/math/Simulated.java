package org.entrain.math;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.ejml.data.FMatrixRMaj;

/** Simulated recordings and features, and the real engine over them. */
final class Simulated {

  /** What is recommended, without its test of significance. */
  static final EncodingSettings STRICT = EncodingPreset.STRICT.fit().with(Significance.NONE);

  private Simulated() {}

  /**
   * Noise of variance 1 that is slow as a brain's response: a moving average over {@code span}
   * rows, so that rows {@code span} or more apart are independent.
   */
  static FMatrixRMaj slow(int rows, int columns, int span, long seed) {
    FMatrixRMaj white = Matrices.normal(rows + span - 1, columns, seed);
    FMatrixRMaj slow = new FMatrixRMaj(rows, columns);
    float scale = (float) (1 / Math.sqrt(span));
    for (int i = 0; i < slow.getNumElements(); i++) {
      for (int s = 0; s < span; s++) {
        slow.data[i] += scale * white.data[i + s * columns];
      }
    }
    return slow;
  }

  /** Noise of variance 2 whose level differs from run to run. */
  static FMatrixRMaj levels(int[] runs, int columns, long seed) {
    FMatrixRMaj noise = Matrices.normal(runs.length, columns, seed);
    FMatrixRMaj levels = Matrices.normal(runs[runs.length - 1] + 1, columns, seed + 1);
    for (int i = 0; i < noise.getNumElements(); i++) {
      noise.data[i] += levels.get(runs[i / columns], i % columns);
    }
    return noise;
  }

  /** Run of every row, for runs of equal length. */
  static int[] runs(int runs, int rowsOfRun) {
    return IntStream.range(0, runs * rowsOfRun).map(i -> i / rowsOfRun).toArray();
  }

  /** Adds weight · b to a, column by column; a b of one column goes to all of them. */
  static void add(FMatrixRMaj a, double weight, FMatrixRMaj b) {
    for (int i = 0; i < a.numRows; i++) {
      for (int j = 0; j < a.numCols; j++) {
        a.data[i * a.numCols + j] += (float) (weight * b.get(i, b.numCols == 1 ? 0 : j));
      }
    }
  }

  /** The first rows. */
  static FMatrixRMaj first(FMatrixRMaj x, int rows) {
    return new FMatrixRMaj(rows, x.numCols, true, Arrays.copyOf(x.data, rows * x.numCols));
  }

  /** The strict settings with other outer folds. */
  static EncodingSettings strict(FoldScheme folds, int gap) {
    return new EncodingSettings(
        folds, gap, STRICT.penalty(), STRICT.testScaling(), true, Significance.NONE, null);
  }

  static EncodingScores score(FMatrixRMaj x, FMatrixRMaj y, int[] runs, EncodingSettings settings) {
    return score(Design.of(x), VoxelSource.of(y), runs, settings);
  }

  static EncodingScores score(Design x, VoxelSource y, int[] runs, EncodingSettings settings) {
    EncodingEngine engine = new EncodingEngine(LinearAlgebra.best(), 2);
    try (PreparedDesign design = engine.prepare(x, runs, settings)) {
      return design.score(y);
    }
  }

  static double mean(double... values) {
    return Arrays.stream(values).average().orElseThrow();
  }

  /** Share of values at or below a limit. */
  static double share(double[] values, double limit) {
    return (double) Arrays.stream(values).filter(v -> v <= limit).count() / values.length;
  }
}
