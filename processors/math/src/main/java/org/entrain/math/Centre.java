package org.entrain.math;

import java.util.Arrays;

/**
 * Means of columns, for subtraction in single precision: each is the sum of the first row's value
 * and of the mean distance from it. What is left is rounded by about 2⁻²⁴ of the values' distances
 * from the first and of that mean, however far from 0 they lie. Of identical values 0 is left.
 */
final class Centre {

  private final float[] first;
  private final float[] second;

  private Centre(float[] first, float[] second) {
    this.first = first;
    this.second = second;
  }

  /**
   * Means of rows × width values.
   *
   * @param values one row at least
   */
  static Centre of(float[] values, int width) {
    float[] first = Arrays.copyOf(values, width);
    double[] sums = Columns.sumsOfDistances(values, first);
    float[] second = new float[width];
    int rows = values.length / width;
    for (int v = 0; v < width; v++) {
      second[v] = (float) (sums[v] / rows);
    }
    return new Centre(first, second);
  }

  /** Subtracts the means from rows × width values, in place, and returns the values. */
  float[] subtract(float[] values) {
    int width = first.length;
    float[] row = new float[width];
    for (int at = 0; at < values.length; at += width) {
      System.arraycopy(values, at, row, 0, width);
      for (int v = 0; v < row.length; v++) {
        row[v] = row[v] - first[v] - second[v];
      }
      System.arraycopy(row, 0, values, at, width);
    }
    return values;
  }

  /**
   * Sums of squares of rows × width centred values.
   *
   * @return width
   */
  static double[] squares(float[] centred, int width) {
    double[] squares = new double[width];
    Columns.addProducts(centred, 0, 1, centred, 0, centred.length / width, width, squares);
    return squares;
  }

  /** Whether single precision can hold a sum of squares, and so its parts. */
  static boolean usual(double squares) {
    return squares > 1e-25 && squares < 1e35;
  }
}
