package org.entrain.math;

import java.util.stream.IntStream;
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
   * Held-out error of noise over that of predicting 0, n tr(G²) / tr(G)², were all rows alike:
   * generalised cross-validation (Golub, Heath and Wahba 1979). Directions without features are
   * left out. Falls with λ, to 1.
   */
  double noiseError(double lambda) {
    double sum = 0;
    double squares = 0;
    int count = 0;
    for (double value : values) {
      if (value > 0) {
        sum += 1 / (value + lambda);
        squares += 1 / (value + lambda) / (value + lambda);
        count++;
      }
    }
    return count == 0 ? 1 : count * squares / sum / sum;
  }

  /** Rows and columns of {@link #inverse}, of which nothing else is computed. */
  DMatrixRMaj inverseBlock(LinearAlgebra algebra, int[] rows, double lambda, boolean intercept) {
    DMatrixRMaj block = new DMatrixRMaj(rows.length, rows.length);
    algebra.gram(q, rows, roots(lambda), block);
    addIntercept(block, lambda, intercept);
    return block;
  }

  /**
   * G = (K + λI)⁻¹. With an intercept, less 11ᵀ/(nλ): the constant is an eigenvector of eigenvalue
   * 0, because features are centred, and an unpenalised intercept takes its residual away.
   */
  void inverse(LinearAlgebra algebra, double lambda, boolean intercept, DMatrixRMaj inverse) {
    algebra.gram(q, IntStream.range(0, size()).toArray(), roots(lambda), inverse);
    addIntercept(inverse, lambda, intercept);
  }

  /**
   * A G of the same G as {@link #inverse}, without computing it.
   *
   * @param a m × n
   */
  DMatrixRMaj timesInverse(LinearAlgebra algebra, DMatrixRMaj a, double lambda, boolean intercept) {
    int n = size();
    DMatrixRMaj rotated = algebra.multiply(a, q);
    for (int i = 0; i < rotated.getNumElements(); i++) {
      rotated.data[i] /= values[i % n] + lambda;
    }
    DMatrixRMaj product = algebra.multiply(rotated, qt);
    for (int i = 0; intercept && i < a.numRows; i++) {
      double sum = 0;
      for (int k = 0; k < n; k++) {
        sum += a.data[i * n + k];
      }
      for (int k = 0; k < n; k++) {
        product.data[i * n + k] -= sum / (n * lambda);
      }
    }
    return product;
  }

  private double[] roots(double lambda) {
    double[] roots = new double[size()];
    for (int k = 0; k < roots.length; k++) {
      roots[k] = 1 / Math.sqrt(values[k] + lambda);
    }
    return roots;
  }

  private void addIntercept(DMatrixRMaj inverse, double lambda, boolean intercept) {
    if (intercept) {
      CommonOps_DDRM.add(inverse, -1 / (size() * lambda));
    }
  }
}
