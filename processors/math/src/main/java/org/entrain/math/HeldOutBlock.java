package org.entrain.math;

import java.util.Arrays;
import org.ejml.data.DMatrixRMaj;
import org.entrain.math.LinearAlgebra.Eigen;
import org.entrain.math.LinearAlgebra.FloatMatrix;

/**
 * Held-out predictions of one inner block B for all penalties: Off_λ Y with Off_λ = −(G_BB)⁻¹
 * G_B,rest (columns of B are 0), written as Off_λ = Σ_j w_λj basis_j.
 *
 * @param from first training row of the block
 * @param to row after its last
 * @param rank number of basis matrices; 0 if all predictions are 0
 * @param basis rank·m × n: basis matrix j stands in rows j·m … j·m + m − 1, for m block rows
 * @param coefficients penalties × inner products: residual sums of squares from the products of a
 *     recording and its basis predictions, in the order of {@link TileScorer}
 */
record HeldOutBlock(int from, int to, int rank, FloatMatrix basis, DMatrixRMaj coefficients)
    implements AutoCloseable {

  /**
   * Basis matrices whose singular value is below this share of the largest are left out. Their sum
   * changes predictions by less than single precision does.
   */
  private static final double TOLERANCE = 1e-6;

  int rows() {
    return to - from;
  }

  /**
   * @param s eigenvalues of K, rounding errors set to 0
   * @param qt eigenvectors of K as rows, n × n
   */
  static HeldOutBlock of(
      LinearAlgebra algebra, double[] s, DMatrixRMaj qt, double[] lambdas, int from, int to) {
    int m = to - from;
    DMatrixRMaj flat = off(algebra, s, qt, lambdas, from, to);
    double[] norm = new double[lambdas.length];
    DMatrixRMaj gram = normalisedGram(algebra, flat, norm);
    Eigen eigen = algebra.eigen(gram);
    int last = lambdas.length - 1;
    int rank = 0;
    while (rank < lambdas.length
        && singular(eigen, last - rank) > TOLERANCE * singular(eigen, last)) {
      rank++;
    }
    int n = s.length;
    double[][] weights = new double[lambdas.length][rank];
    DMatrixRMaj shares = new DMatrixRMaj(Math.max(1, rank), lambdas.length);
    for (int j = 0; j < rank; j++) {
      for (int l = 0; l < lambdas.length; l++) {
        double u = eigen.vectors().get(last - j, l);
        weights[l][j] = norm[l] * u;
        shares.set(j, l, norm[l] == 0 ? 0 : u / norm[l]);
      }
    }
    // One unused row at rank 0 keeps the memory non-empty.
    double[] combined = algebra.multiply(shares, flat).data;
    float[] stacked = new float[Math.max(1, rank * m) * n];
    for (int i = 0; i < rank * m * n; i++) {
      stacked[i] = (float) combined[i];
    }
    FloatMatrix basis = algebra.allocate(Math.max(1, rank * m), n);
    basis.set(stacked);
    return new HeldOutBlock(from, to, rank, basis, coefficients(weights, rank));
  }

  /**
   * Off_λ of the block for all penalties, one matrix (m × n, row-major) per row, with G_B from the
   * eigendecomposition: G = Q (S + λ)⁻¹ Qᵀ. One product serves all penalties.
   */
  private static DMatrixRMaj off(
      LinearAlgebra algebra, double[] s, DMatrixRMaj qt, double[] lambdas, int from, int to) {
    int m = to - from;
    int n = s.length;
    DMatrixRMaj scaled = new DMatrixRMaj(lambdas.length * m, n);
    for (int l = 0; l < lambdas.length; l++) {
      for (int k = 0; k < n; k++) {
        double inverse = 1 / (s[k] + lambdas[l]);
        for (int i = 0; i < m; i++) {
          scaled.data[(l * m + i) * n + k] = qt.data[k * n + from + i] * inverse;
        }
      }
    }
    DMatrixRMaj all = algebra.multiply(scaled, qt);
    DMatrixRMaj g = new DMatrixRMaj(m, n);
    DMatrixRMaj square = new DMatrixRMaj(m, m);
    for (int l = 0; l < lambdas.length; l++) {
      System.arraycopy(all.data, l * m * n, g.data, 0, m * n);
      for (int i = 0; i < m; i++) {
        System.arraycopy(g.data, i * n + from, square.data, i * m, m);
        Arrays.fill(g.data, i * n + from, i * n + to, 0);
      }
      if (!algebra.solvePositive(square, g)) {
        throw new ArithmeticException(
            "lambda %s is too small for features with largest eigenvalue %s"
                .formatted(lambdas[l], s[n - 1]));
      }
      for (int i = 0; i < m * n; i++) {
        all.data[l * m * n + i] = -g.data[i];
      }
    }
    all.reshape(lambdas.length, m * n);
    return all;
  }

  /** Inner products of the rows over their norms; a zero row has zero products. */
  private static DMatrixRMaj normalisedGram(
      LinearAlgebra algebra, DMatrixRMaj rows, double[] norm) {
    DMatrixRMaj gram = algebra.gram(rows);
    for (int i = 0; i < norm.length; i++) {
      norm[i] = Math.sqrt(gram.get(i, i));
    }
    for (int i = 0; i < norm.length; i++) {
      for (int j = 0; j < norm.length; j++) {
        double product = norm[i] * norm[j];
        gram.set(i, j, product == 0 ? 0 : gram.get(i, j) / product);
      }
    }
    return gram;
  }

  /**
   * What each inner product contributes to |y − Σ w_j p_j|² = |y|² − 2 Σ w_j y·p_j + Σ w_j w_k
   * p_j·p_k: first |y|², then for every j the product y·p_j and the products p_j·p_k for k ≤ j.
   */
  private static DMatrixRMaj coefficients(double[][] weights, int rank) {
    DMatrixRMaj coefficients = new DMatrixRMaj(weights.length, 1 + rank + rank * (rank + 1) / 2);
    for (int l = 0; l < weights.length; l++) {
      int column = 0;
      coefficients.set(l, column++, 1);
      for (int j = 0; j < rank; j++) {
        coefficients.set(l, column++, -2 * weights[l][j]);
        for (int k = 0; k <= j; k++) {
          double pair = weights[l][j] * weights[l][k];
          coefficients.set(l, column++, j == k ? pair : 2 * pair);
        }
      }
    }
    return coefficients;
  }

  private static double singular(Eigen eigen, int i) {
    return Math.sqrt(Math.max(0, eigen.values()[i]));
  }

  @Override
  public void close() {
    basis.close();
  }
}
