package org.entrain.math;

import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.entrain.math.LinearAlgebra.Eigen;

/**
 * A kernel matrix K (n × n, positive semidefinite, columns of features centred) by its
 * eigendecomposition: every function of K and a penalty follows from it.
 *
 * @param values eigenvalues, ascending; what is below rounding error is 0
 * @param q eigenvectors as columns, n × n
 * @param qt eigenvectors as rows
 */
record Spectrum(double[] values, DMatrixRMaj q, DMatrixRMaj qt) {

  /** Doubles have 53 bits. */
  private static final double EPSILON = 0x1p-52;

  static Spectrum of(LinearAlgebra algebra, DMatrixRMaj kernel) {
    Eigen eigen = algebra.eigen(kernel);
    double[] values = eigen.values();
    // K is singular once columns are centred: what is below rounding error is 0, not noise.
    double floor = values.length * EPSILON * values[values.length - 1];
    for (int i = 0; i < values.length; i++) {
      values[i] = values[i] < floor ? 0 : values[i];
    }
    return new Spectrum(values, CommonOps_DDRM.transpose(eigen.vectors(), null), eigen.vectors());
  }

  int size() {
    return values.length;
  }

  /**
   * G = (K + λI)⁻¹. With an intercept, less 11ᵀ/(nλ): the constant is an eigenvector of eigenvalue
   * 0, because features are centred, and an unpenalised intercept takes its residual away.
   */
  DMatrixRMaj inverse(LinearAlgebra algebra, double lambda, boolean intercept) {
    int n = size();
    double[] scale = new double[n];
    for (int k = 0; k < n; k++) {
      scale[k] = 1 / Math.sqrt(values[k] + lambda);
    }
    DMatrixRMaj half = q.copy();
    for (int i = 0; i < n; i++) {
      for (int k = 0; k < n; k++) {
        half.data[i * n + k] *= scale[k];
      }
    }
    DMatrixRMaj inverse = algebra.gram(half);
    if (intercept) {
      CommonOps_DDRM.add(inverse, -1 / (n * lambda));
    }
    return inverse;
  }
}
