package org.entrain.math.properties;

import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.entrain.math.LinearAlgebra;
import org.entrain.math.LinearAlgebra.Eigen;

/**
 * Eigenvectors of the covariance of classes, diag p − p pᵀ of their shares p: the first, of all
 * classes alike, has none. Of two classes, which have one vector of weights, there is one axis.
 *
 * @param spread eigenvalues, ascending; of two classes p (1 − p)
 * @param vectors axes as rows, classes × classes; of two classes 1 × 1
 */
record ClassAxes(double[] spread, DMatrixRMaj vectors) {

  /**
   * @param counts training words of every class, each with one or more
   * @param words their sum
   */
  static ClassAxes of(double[] counts, int words) {
    int classes = counts.length;
    if (classes == 2) {
      double share = counts[1] / words;
      return new ClassAxes(new double[] {share * (1 - share)}, CommonOps_DDRM.identity(1));
    }
    DMatrixRMaj covariance = new DMatrixRMaj(classes, classes);
    for (int k = 0; k < classes; k++) {
      for (int j = 0; j < classes; j++) {
        double own = k == j ? counts[k] / words : 0;
        covariance.set(k, j, own - counts[k] / words * counts[j] / words);
      }
    }
    Eigen eigen = LinearAlgebra.ejml().eigen(covariance);
    return new ClassAxes(eigen.values(), eigen.vectors());
  }

  /**
   * From axes to classes.
   *
   * @param values H of every axis, then one of every axis
   */
  double[] toClasses(double[] values) {
    return turned(values, false);
  }

  /** From classes to axes, otherwise as {@link #toClasses}. */
  double[] fromClasses(double[] values) {
    return turned(values, true);
  }

  private double[] turned(double[] from, boolean back) {
    int columns = vectors.numRows;
    if (columns == 1) {
      return from;
    }
    int width = from.length / columns - 1;
    double[] to = new double[from.length];
    for (int m = 0; m < columns; m++) {
      for (int k = 0; k < columns; k++) {
        double share = vectors.get(m, k);
        int source = back ? k : m;
        int target = back ? m : k;
        for (int h = 0; h < width; h++) {
          to[target * width + h] += share * from[source * width + h];
        }
        to[columns * width + target] += share * from[columns * width + source];
      }
    }
    return to;
  }
}
