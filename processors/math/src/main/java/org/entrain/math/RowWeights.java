package org.entrain.math;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Weights of held-out squared errors that make a {@link Criterion} one weighted sum. */
final class RowWeights {

  private RowWeights() {}

  /**
   * Weight of every training row; 0 for a row that no inner fold holds out.
   *
   * @param runOfTrain run of every training row
   */
  static double[] of(Criterion criterion, List<InnerFold> folds, int[] runOfTrain) {
    double[] weights = new double[runOfTrain.length];
    switch (criterion) {
      case SQUARED_ERROR, FOLD_R2 -> Arrays.fill(weights, 1);
      case FOLD_MSE -> {
        for (InnerFold fold : folds) {
          for (int row : fold.held()) {
            weights[row] = 1.0 / fold.held().length / folds.size();
          }
        }
      }
      case RUN_MSE -> {
        Map<Integer, Integer> rows = new HashMap<>();
        for (int run : runOfTrain) {
          rows.merge(run, 1, Integer::sum);
        }
        for (int i = 0; i < weights.length; i++) {
          weights[i] = 1.0 / rows.getOrDefault(runOfTrain[i], 1) / rows.size();
        }
      }
    }
    return weights;
  }

  /** Multiplies rows by the roots of their weights, in place. */
  static float[] scaled(float[] values, int[] rows, double[] weights) {
    int width = values.length / rows.length;
    for (int i = 0; i < rows.length; i++) {
      float root = (float) Math.sqrt(weights[rows[i]]);
      for (int v = 0; v < width; v++) {
        values[i * width + v] *= root;
      }
    }
    return values;
  }
}
