package org.entrain.math;

import java.util.Arrays;

/**
 * Sums over rows for many columns at once. Single precision is summed over 64 rows at most, then in
 * double precision: fast, and as exact as the values. No arithmetic crosses columns.
 */
final class Columns {

  private static final int ROWS = 64;

  private Columns() {}

  /**
   * Adds column sums of a∘b over {@code rows} rows to {@code sums}.
   *
   * @param sums receives {@code width} sums from {@code at} on
   */
  static void addProducts(
      float[] a, int aFrom, float[] b, int bFrom, int rows, int width, double[] sums, int at) {
    float[] part = new float[width];
    for (int start = 0; start < rows; start += ROWS) {
      Arrays.fill(part, 0);
      for (int i = start; i < Math.min(rows, start + ROWS); i++) {
        multiplyAdd(part, a, aFrom + i * width, b, bFrom + i * width);
      }
      for (int v = 0; v < width; v++) {
        sums[at + v] += part[v];
      }
    }
  }

  private static void multiplyAdd(float[] sum, float[] a, int aFrom, float[] b, int bFrom) {
    for (int v = 0; v < sum.length; v++) {
      sum[v] += a[aFrom + v] * b[bFrom + v];
    }
  }

  /** Adds {@code factor} times a row of doubles to another. */
  static void addScaled(double factor, double[] from, int fromAt, double[] to, int at, int width) {
    for (int v = 0; v < width; v++) {
      to[at + v] += factor * from[fromAt + v];
    }
  }

  /** Σ_i w_i y_i² of every column. */
  static void weightedSquares(Panel y, double[] weights, double[] total) {
    Arrays.fill(total, 0);
    int width = y.width();
    for (int i = 0; i < y.rows(); i++) {
      for (int v = 0; v < width; v++) {
        double value = y.values()[i * width + v];
        total[v] += weights[i] * value * value;
      }
    }
  }

  /** Whether values of a column differ, of rows × width; the ends of a column's range tell. */
  static boolean[] vary(float[] values, int width) {
    float[] least = Arrays.copyOf(values, width);
    float[] most = Arrays.copyOf(values, width);
    for (int i = width; i < values.length; i += width) {
      for (int v = 0; v < width; v++) {
        least[v] = Math.min(least[v], values[i + v]);
        most[v] = Math.max(most[v], values[i + v]);
      }
    }
    boolean[] vary = new boolean[width];
    for (int v = 0; v < width; v++) {
      vary[v] = least[v] != most[v];
    }
    return vary;
  }

  /** Sums of squares about the columns' means; exactly 0 for a column of identical values. */
  static double[] squaresAboutMean(float[] values, int rows, int width) {
    boolean[] varies = vary(values, width);
    double[] mean = new double[width];
    for (int i = 0; i < rows * width; i += width) {
      for (int v = 0; v < width; v++) {
        mean[v] += values[i + v];
      }
    }
    double[] squares = new double[width];
    for (int i = 0; i < rows * width; i += width) {
      for (int v = 0; v < width; v++) {
        double d = values[i + v] - mean[v] / rows;
        squares[v] += d * d;
      }
    }
    for (int v = 0; v < width; v++) {
      squares[v] = varies[v] ? squares[v] : 0;
    }
    return squares;
  }
}
