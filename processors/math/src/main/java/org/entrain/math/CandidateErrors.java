package org.entrain.math;

import java.util.Arrays;

/**
 * The best candidate so far of every voxel of a panel, with its errors. A later candidate takes the
 * place of an earlier one only if its smallest error is smaller. Used by one thread at a time.
 */
final class CandidateErrors {

  private final int penalties;
  private final int width;
  private final double[] least;
  private final int[] candidate;
  private final double[] error;
  private final double[] total;

  CandidateErrors(int penalties, int width) {
    this.penalties = penalties;
    this.width = width;
    least = new double[width];
    Arrays.fill(least, Double.POSITIVE_INFINITY);
    candidate = new int[width];
    error = new double[penalties * width];
    total = new double[width];
  }

  /**
   * Takes the errors of a candidate.
   *
   * @param errors penalties × width
   * @param totals what {@link InnerErrors#of} tells beside them, width
   */
  void offer(int index, double[] errors, double[] totals) {
    for (int v = 0; v < width; v++) {
      double smallest = errors[v];
      for (int l = 1; l < penalties; l++) {
        smallest = Math.min(smallest, errors[l * width + v]);
      }
      if (smallest < least[v]) {
        least[v] = smallest;
        candidate[v] = index;
        total[v] = totals[v];
        for (int l = 0; l < penalties; l++) {
          error[l * width + v] = errors[l * width + v];
        }
      }
    }
  }

  /** Best candidate of every voxel. */
  int[] candidate() {
    return candidate;
  }

  /** Errors of every voxel's best candidate, penalties × width. */
  double[] error() {
    return error;
  }

  double[] total() {
    return total;
  }
}
