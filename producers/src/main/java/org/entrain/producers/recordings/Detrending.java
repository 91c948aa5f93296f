package org.entrain.producers.recordings;

import java.util.Arrays;

/**
 * Least-squares removal of a polynomial: residual = x − Q Qᵀ x, with Q an orthonormal basis of the
 * polynomials up to the degree over the rows. Q comes from modified Gram–Schmidt, done twice
 * ("twice is enough", Giraud, Langou and Rozložník 2005), on times scaled to [−1, 1]; a polynomial
 * that few rows cannot tell from lower ones is left out.
 */
final class Detrending {

  /** Below this share of its length a polynomial is, within rounding, in the span of the others. */
  private static final double DEPENDENT = 1e-10;

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
    for (double[] q : basis(rows, degree)) {
      double[] coefficients = new double[values[first].length];
      for (int i = 0; i < rows; i++) {
        subtract(coefficients, values[first + i], -q[i]);
      }
      for (int i = 0; i < rows; i++) {
        subtract(values[first + i], coefficients, q[i]);
      }
    }
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
