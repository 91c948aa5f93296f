package org.entrain.math;

import java.util.Arrays;
import org.ejml.data.DMatrixRMaj;
import org.entrain.math.LinearAlgebra.Eigen;
import org.entrain.math.LinearAlgebra.FloatMatrix;

/**
 * Held-out predictions of one inner block B for all penalties: Off_λ Y with Off_λ = −(G_BB)⁻¹
 * G_B,rest (columns of B are 0), written as Off_λ = Σ_j weights[λ][j] basis_j.
 *
 * @param from first training row of the block
 * @param to row after its last
 * @param rank number of basis matrices; 0 if all predictions are 0
 * @param basis rank·m × n: basis matrix j stands in rows j·m … j·m + m − 1, for m block rows
 * @param weights penalties × rank
 */
record HeldOutBlock(int from, int to, int rank, FloatMatrix basis, double[][] weights)
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
    DMatrixRMaj[] off = new DMatrixRMaj[lambdas.length];
    for (int l = 0; l < off.length; l++) {
      off[l] = off(algebra, s, qt, lambdas[l], from, to);
    }
    double[] norm = new double[off.length];
    DMatrixRMaj gram = normalisedGram(off, norm);
    Eigen eigen = algebra.eigen(gram);
    int last = off.length - 1;
    int rank = 0;
    while (rank < off.length && singular(eigen, last - rank) > TOLERANCE * singular(eigen, last)) {
      rank++;
    }
    int n = s.length;
    double[][] weights = new double[off.length][rank];
    // One unused row at rank 0 keeps the memory non-empty.
    float[] stacked = new float[Math.max(1, rank * m) * n];
    double[] sum = new double[m * n];
    for (int j = 0; j < rank; j++) {
      Arrays.fill(sum, 0);
      for (int l = 0; l < off.length; l++) {
        double u = eigen.vectors().get(last - j, l);
        weights[l][j] = norm[l] * u;
        double share = norm[l] == 0 ? 0 : u / norm[l];
        for (int i = 0; i < sum.length; i++) {
          sum[i] += share * off[l].data[i];
        }
      }
      for (int i = 0; i < sum.length; i++) {
        stacked[j * sum.length + i] = (float) sum[i];
      }
    }
    FloatMatrix basis = algebra.allocate(Math.max(1, rank * m), n);
    basis.set(stacked);
    return new HeldOutBlock(from, to, rank, basis, weights);
  }

  /** Off_λ of the block, m × n, with G_B from the eigendecomposition: G = Q (S + λ)⁻¹ Qᵀ. */
  private static DMatrixRMaj off(
      LinearAlgebra algebra, double[] s, DMatrixRMaj qt, double lambda, int from, int to) {
    int m = to - from;
    int n = s.length;
    DMatrixRMaj scaled = new DMatrixRMaj(m, n);
    for (int i = 0; i < m; i++) {
      for (int k = 0; k < n; k++) {
        scaled.data[i * n + k] = qt.data[k * n + from + i] / (s[k] + lambda);
      }
    }
    DMatrixRMaj g = algebra.multiply(scaled, qt);
    DMatrixRMaj square = new DMatrixRMaj(m, m);
    for (int i = 0; i < m; i++) {
      System.arraycopy(g.data, i * n + from, square.data, i * m, m);
      Arrays.fill(g.data, i * n + from, i * n + to, 0);
    }
    if (!algebra.solvePositive(square, g)) {
      throw new ArithmeticException(
          "lambda %s is too small for features with largest eigenvalue %s"
              .formatted(lambda, s[n - 1]));
    }
    for (int i = 0; i < g.getNumElements(); i++) {
      g.data[i] = -g.data[i];
    }
    return g;
  }

  /** Inner products of the matrices over their norms; a zero matrix has zero products. */
  private static DMatrixRMaj normalisedGram(DMatrixRMaj[] matrices, double[] norm) {
    int count = matrices.length;
    DMatrixRMaj gram = new DMatrixRMaj(count, count);
    for (int i = 0; i < count; i++) {
      norm[i] = Math.sqrt(dot(matrices[i].data, matrices[i].data));
    }
    for (int i = 0; i < count; i++) {
      for (int j = 0; j <= i; j++) {
        double product = norm[i] * norm[j];
        double cosine = product == 0 ? 0 : dot(matrices[i].data, matrices[j].data) / product;
        gram.set(i, j, cosine);
        gram.set(j, i, cosine);
      }
    }
    return gram;
  }

  /** Four partial sums: a single one would wait for each addition. */
  private static double dot(double[] a, double[] b) {
    double s0 = 0;
    double s1 = 0;
    double s2 = 0;
    double s3 = 0;
    int i = 0;
    for (; i + 3 < a.length; i += 4) {
      s0 += a[i] * b[i];
      s1 += a[i + 1] * b[i + 1];
      s2 += a[i + 2] * b[i + 2];
      s3 += a[i + 3] * b[i + 3];
    }
    for (; i < a.length; i++) {
      s0 += a[i] * b[i];
    }
    return s0 + s1 + s2 + s3;
  }

  private static double singular(Eigen eigen, int i) {
    return Math.sqrt(Math.max(0, eigen.values()[i]));
  }

  @Override
  public void close() {
    basis.close();
  }
}
