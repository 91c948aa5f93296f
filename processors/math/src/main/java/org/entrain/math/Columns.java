package org.entrain.math;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Sums over rows for many columns at once. Single precision is summed over 64 rows at most, then in
 * double precision: fast, and as exact as the values. No arithmetic crosses columns.
 *
 * <p>Rows are copied to arrays of their own first: HotSpot vectorises a loop over whole arrays, but
 * not over windows into them, which it cannot tell apart. That is worth ten times the copy.
 */
final class Columns {

  private static final int ROWS = 64;

  private Columns() {}

  /**
   * Adds column sums of a_j∘b for several matrices a_j that stand below each other.
   *
   * @param a count matrices of rows × width, from {@code aFrom} on
   * @param b rows × width, from {@code bFrom} on
   * @param sums receives count × width sums
   */
  static void addProducts(
      float[] a, int aFrom, int count, float[] b, int bFrom, int rows, int width, double[] sums) {
    float[] left = new float[width];
    float[] right = new float[width];
    float[][] part = new float[count][width];
    for (int i = 0; i < rows; i++) {
      System.arraycopy(b, bFrom + i * width, right, 0, width);
      for (int j = 0; j < count; j++) {
        System.arraycopy(a, aFrom + (j * rows + i) * width, left, 0, width);
        multiplyAdd(part[j], left, right);
      }
      if ((i + 1) % ROWS == 0 || i + 1 == rows) {
        flush(part, sums);
      }
    }
  }

  /**
   * Column sums of all products of pairs: first y∘y, then for every j the products a_j∘y and
   * a_j∘a_k for k ≤ j.
   *
   * @param a count matrices of rows × width, below each other
   * @param y rows × width
   * @return pairs × width
   */
  static double[] pairs(float[] a, int count, float[] y, int rows, int width) {
    float[][] row = new float[count][width];
    float[] own = new float[width];
    float[][] part = new float[1 + count + count * (count + 1) / 2][width];
    double[] sums = new double[part.length * width];
    for (int i = 0; i < rows; i++) {
      System.arraycopy(y, i * width, own, 0, width);
      for (int j = 0; j < count; j++) {
        System.arraycopy(a, (j * rows + i) * width, row[j], 0, width);
      }
      int pair = 0;
      multiplyAdd(part[pair++], own, own);
      for (int j = 0; j < count; j++) {
        multiplyAdd(part[pair++], row[j], own);
        for (int k = 0; k <= j; k++) {
          multiplyAdd(part[pair++], row[j], row[k]);
        }
      }
      if ((i + 1) % ROWS == 0 || i + 1 == rows) {
        flush(part, sums);
      }
    }
    return sums;
  }

  private static void multiplyAdd(float[] sum, float[] a, float[] b) {
    for (int v = 0; v < sum.length; v++) {
      sum[v] += a[v] * b[v];
    }
  }

  /** Adds partial sums to the sums and clears them. */
  private static void flush(float[][] part, double[] sums) {
    int at = 0;
    for (float[] row : part) {
      for (int v = 0; v < row.length; v++) {
        sums[at + v] += row[v];
      }
      Arrays.fill(row, 0);
      at += row.length;
    }
  }

  /**
   * Column sums of differences from one row.
   *
   * @param values rows × width
   * @param from width
   */
  static double[] sumsOfDistances(float[] values, float[] from) {
    int width = from.length;
    float[] row = new float[width];
    float[][] part = new float[1][width];
    double[] sums = new double[width];
    int rows = values.length / width;
    for (int i = 0; i < rows; i++) {
      System.arraycopy(values, i * width, row, 0, width);
      addDifferences(part[0], row, from);
      if ((i + 1) % ROWS == 0 || i + 1 == rows) {
        flush(part, sums);
      }
    }
    return sums;
  }

  private static void addDifferences(float[] sum, float[] a, float[] b) {
    for (int v = 0; v < sum.length; v++) {
      sum[v] += a[v] - b[v];
    }
  }

  /** Sums of (a − b)² of every column, of rows × width. */
  static double[] squaredDifferences(float[] a, float[] b, int width) {
    float[] left = new float[width];
    float[] right = new float[width];
    float[][] part = new float[1][width];
    double[] sums = new double[width];
    int rows = a.length / width;
    for (int i = 0; i < rows; i++) {
      System.arraycopy(a, i * width, left, 0, width);
      System.arraycopy(b, i * width, right, 0, width);
      addSquaredDifferences(part[0], left, right);
      if ((i + 1) % ROWS == 0 || i + 1 == rows) {
        flush(part, sums);
      }
    }
    return sums;
  }

  private static void addSquaredDifferences(float[] sum, float[] a, float[] b) {
    for (int v = 0; v < sum.length; v++) {
      float d = a[v] - b[v];
      sum[v] += d * d;
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
    float[] row = new float[width];
    float[][] part = new float[1][width];
    for (int i = 0; i < y.rows(); i++) {
      System.arraycopy(y.values(), i * width, row, 0, width);
      addSquares(part[0], (float) weights[i], row);
      if ((i + 1) % ROWS == 0 || i + 1 == y.rows()) {
        flush(part, total);
      }
    }
  }

  private static void addSquares(float[] sum, float weight, float[] a) {
    for (int v = 0; v < sum.length; v++) {
      sum[v] += weight * a[v] * a[v];
    }
  }

  /** Whether values of a column differ, of rows × width. */
  static boolean[] vary(float[] values, int width) {
    return vary(values, width, IntStream.range(0, values.length / width).toArray());
  }

  /** Whether values of a column differ in some rows; the ends of its range tell. */
  static boolean[] vary(float[] values, int width, int[] rows) {
    float[] row = new float[width];
    float[] least = new float[width];
    float[] most = new float[width];
    System.arraycopy(values, rows[0] * width, least, 0, width);
    System.arraycopy(values, rows[0] * width, most, 0, width);
    for (int r : rows) {
      System.arraycopy(values, r * width, row, 0, width);
      for (int v = 0; v < row.length; v++) {
        least[v] = Math.min(least[v], row[v]);
      }
      for (int v = 0; v < row.length; v++) {
        most[v] = Math.max(most[v], row[v]);
      }
    }
    boolean[] vary = new boolean[width];
    for (int v = 0; v < width; v++) {
      vary[v] = least[v] != most[v];
    }
    return vary;
  }

  /** Whether all of rows × width values are finite. */
  static boolean finite(float[] values, int rows, int width) {
    float[] row = new float[width];
    float[] sum = new float[width];
    for (int i = 0; i < rows; i++) {
      System.arraycopy(values, i * width, row, 0, width);
      for (int v = 0; v < row.length; v++) {
        // 0 for a finite value, NaN for any other.
        sum[v] += row[v] * 0;
      }
    }
    for (float value : sum) {
      if (value != 0) {
        return false;
      }
    }
    return true;
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
