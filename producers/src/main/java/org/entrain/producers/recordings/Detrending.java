package org.entrain.producers.recordings;

import java.util.Arrays;

/**
 * Least-squares removal of a polynomial: residual = x − Q Qᵀ x, with Q an orthonormal basis of the
 * polynomials up to the degree over the rows. Q comes from modified Gram–Schmidt, done twice
 * ("twice is enough", Giraud, Langou and Rozložník 2005), on times scaled to [−1, 1]; a polynomial
 * that few rows cannot tell from lower ones is left out. A column that is all trend becomes 0.
 */
final class Detrending {

  /** Below this share of its length a polynomial is, within rounding, in the span of the others. */
  private static final double DEPENDENT = 1e-10;

  /**
   * Share of a column's squares up to which its rest is rounding: 1e-10 of its length, squared. Of
   * 10^5 equal values, float64 leaves less than 1e-11 of the length. One of them that is the next
   * number of float32, the least difference such a file can hold, leaves more than 1e-10. The share
   * of the detrending within folds is coarser because that works on float32.
   */
  private static final double ROUNDING = 1e-20;

  private Detrending() {}

  /**
   * Returns the basis, shape [at most degree + 1][rows].
   *
   * @param rows number of equally spaced rows
   */
  static double[][] basis(int rows, int degree) {
    double[][] basis = new double[Math.min(rows, degree + 1)][rows];
    int size = 0;
    for (int power = 0; power < basis.length; power++) {
      double[] column = basis[size];
      for (int i = 0; i < rows; i++) {
        double t = rows == 1 ? 0 : 2.0 * i / (rows - 1) - 1;
        column[i] = Math.pow(t, power);
      }
      double length = norm(column);
      for (int pass = 0; pass < 2; pass++) {
        for (int q = 0; q < size; q++) {
          subtract(column, basis[q], dot(column, basis[q]));
        }
      }
      double rest = norm(column);
      if (rest > DEPENDENT * length) {
        for (int i = 0; i < rows; i++) {
          column[i] /= rest;
        }
        size++;
      }
    }
    return Arrays.copyOf(basis, size);
  }

  /**
   * Removes the trend from every column of some rows of {@code values}, in place.
   *
   * @param values shape [rows][columns]
   * @param first first row of the run
   * @param rows number of rows of the run
   */
  static void remove(double[][] values, int first, int rows, int degree) {
    double[] before = squares(values, first, rows);
    for (double[] q : basis(rows, degree)) {
      double[] coefficients = new double[values[first].length];
      for (int i = 0; i < rows; i++) {
        subtract(coefficients, values[first + i], -q[i]);
      }
      for (int i = 0; i < rows; i++) {
        subtract(values[first + i], coefficients, q[i]);
      }
    }
    double[] after = squares(values, first, rows);
    for (int c = 0; c < after.length; c++) {
      // Or else z-scores blow rounding up to a voxel of unit variance.
      if (after[c] <= ROUNDING * before[c]) {
        for (int i = 0; i < rows; i++) {
          values[first + i][c] = 0;
        }
      }
    }
  }

  /** Sum of squares of every column over some rows. */
  private static double[] squares(double[][] values, int first, int rows) {
    double[] squares = new double[values[first].length];
    for (int i = first; i < first + rows; i++) {
      for (int c = 0; c < squares.length; c++) {
        squares[c] += values[i][c] * values[i][c];
      }
    }
    return squares;
  }

  /** y ← y − a·x. */
  private static void subtract(double[] y, double[] x, double a) {
    for (int i = 0; i < y.length; i++) {
      y[i] -= a * x[i];
    }
  }

  private static double dot(double[] x, double[] y) {
    double sum = 0;
    for (int i = 0; i < x.length; i++) {
      sum += x[i] * y[i];
    }
    return sum;
  }

  private static double norm(double[] x) {
    return Math.sqrt(dot(x, x));
  }
}
