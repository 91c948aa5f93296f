package org.entrain.bench.cost;

import java.util.Arrays;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.ejml.dense.row.NormOps_DDRM;

/**
 * Least squares with coefficients of at least 0, by the active sets of Lawson and Hanson (Solving
 * Least Squares Problems, 1974, chapter 23): a coefficient is free while it is positive; of those
 * at 0 the one with the steepest descent is freed, until none descends.
 */
final class NonNegative {

  private static final double TOLERANCE = 1e-10;

  private NonNegative() {}

  /**
   * Smallest ‖A x − b‖ with x ≥ 0. Neither argument is modified.
   *
   * @param a rows × columns, columns of any scale
   * @param b rows
   * @return x, columns
   */
  static double[] solve(double[][] a, double[] b) {
    int columns = a[0].length;
    double[] scale = new double[columns];
    DMatrixRMaj matrix = new DMatrixRMaj(a);
    for (int j = 0; j < columns; j++) {
      double length = NormOps_DDRM.normF(CommonOps_DDRM.extractColumn(matrix, j, null));
      scale[j] = length > 0 ? length : 1;
      for (int i = 0; i < a.length; i++) {
        matrix.set(i, j, a[i][j] / scale[j]);
      }
    }
    DMatrixRMaj right = column(b);
    double[] x = new double[columns];
    boolean[] free = new boolean[columns];
    double least = TOLERANCE * Math.max(NormOps_DDRM.normF(right), Double.MIN_NORMAL);
    int next = steepest(matrix, right, x, free, least);
    while (next >= 0) {
      free[next] = true;
      double[] trial = freely(matrix, right, free);
      while (anyNegative(trial, free)) {
        double step = step(x, trial, free);
        for (int j = 0; j < columns; j++) {
          x[j] += step * (trial[j] - x[j]);
          if (free[j] && x[j] <= TOLERANCE * least) {
            x[j] = 0;
            free[j] = false;
          }
        }
        trial = freely(matrix, right, free);
      }
      boolean moved = !Arrays.equals(x, trial);
      x = trial;
      next = moved ? steepest(matrix, right, x, free, least) : -1;
    }
    for (int j = 0; j < columns; j++) {
      x[j] /= scale[j];
    }
    return x;
  }

  /** The coefficient at 0 whose growth lowers the error most; -1 if none does. */
  private static int steepest(
      DMatrixRMaj a, DMatrixRMaj b, double[] x, boolean[] free, double least) {
    DMatrixRMaj error = b.copy();
    CommonOps_DDRM.multAdd(-1, a, column(x), error);
    DMatrixRMaj descent = new DMatrixRMaj(x.length, 1);
    CommonOps_DDRM.multTransA(a, error, descent);
    int best = -1;
    for (int j = 0; j < x.length; j++) {
      if (!free[j] && descent.get(j) > least && (best < 0 || descent.get(j) > descent.get(best))) {
        best = j;
      }
    }
    return best;
  }

  /** Least squares in the free coefficients alone, by the pseudo-inverse; the others are 0. */
  private static double[] freely(DMatrixRMaj a, DMatrixRMaj b, boolean[] free) {
    double[] x = new double[free.length];
    int[] chosen = java.util.stream.IntStream.range(0, free.length).filter(j -> free[j]).toArray();
    if (chosen.length == 0) {
      return x;
    }
    DMatrixRMaj part = new DMatrixRMaj(a.numRows, chosen.length);
    for (int c = 0; c < chosen.length; c++) {
      CommonOps_DDRM.insert(CommonOps_DDRM.extractColumn(a, chosen[c], null), part, 0, c);
    }
    DMatrixRMaj inverse = new DMatrixRMaj(chosen.length, a.numRows);
    CommonOps_DDRM.pinv(part, inverse);
    DMatrixRMaj solution = new DMatrixRMaj(chosen.length, 1);
    CommonOps_DDRM.mult(inverse, b, solution);
    for (int c = 0; c < chosen.length; c++) {
      x[chosen[c]] = solution.get(c);
    }
    return x;
  }

  private static DMatrixRMaj column(double[] values) {
    DMatrixRMaj column = new DMatrixRMaj(values.length, 1);
    column.setData(values.clone());
    return column;
  }

  private static boolean anyNegative(double[] trial, boolean[] free) {
    return java.util.stream.IntStream.range(0, trial.length)
        .anyMatch(j -> free[j] && trial[j] <= 0);
  }

  /** How far towards the trial all stay at or above 0. */
  private static double step(double[] x, double[] trial, boolean[] free) {
    double step = 1;
    for (int j = 0; j < x.length; j++) {
      if (free[j] && trial[j] <= 0) {
        step = Math.min(step, x[j] / (x[j] - trial[j]));
      }
    }
    return Double.isNaN(step) ? 0 : step;
  }
}
