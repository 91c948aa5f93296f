package org.entrain.math.properties;

import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.entrain.math.LinearAlgebra;
import org.entrain.math.LinearAlgebra.Eigen;

/**
 * Least-squares concept erasure (Belrose et al. 2023, theorem 4.3). With W = (Σ_XX^½)⁺ and P the
 * orthogonal projection on the columns of W Σ_XZ, x becomes x − W⁺ P W (x − μ): the smallest change
 * after which representations and labels do not covary, so that no linear classifier of least loss
 * tells classes apart better than their shares do. W and W⁺ are of the words alone and serve every
 * property.
 */
final class Leace {

  /** Share of the largest eigenvalue below which there is no variance. */
  private static final double FLAT = 1e-10;

  private final LinearAlgebra algebra;
  private final Moments moments;
  private final DMatrixRMaj whitening;
  private final DMatrixRMaj colouring;

  Leace(LinearAlgebra algebra, Moments moments) {
    this.algebra = algebra;
    this.moments = moments;
    Eigen eigen = algebra.eigen(moments.gram());
    whitening = power(algebra, eigen, -0.5);
    colouring = power(algebra, eigen, 0.5);
  }

  Erasure erase(Labels labels) {
    DMatrixRMaj basis =
        Orthonormal.ofColumns(algebra.multiply(whitening, moments.withLabels(labels)), FLAT);
    DMatrixRMaj left = algebra.multiply(whitening, basis);
    DMatrixRMaj right = algebra.multiply(CommonOps_DDRM.transpose(basis, null), colouring);
    return new Erasure.ByProjection(moments.mean(), left, right);
  }

  /** A power of a symmetric matrix on the directions that have variance. */
  private static DMatrixRMaj power(LinearAlgebra algebra, Eigen eigen, double power) {
    int width = eigen.values().length;
    double least = FLAT * eigen.values()[width - 1];
    DMatrixRMaj scaled = new DMatrixRMaj(width, width);
    for (int i = 0; i < width; i++) {
      double value = eigen.values()[i];
      double scale = value > least ? Math.pow(value, power) : 0;
      for (int h = 0; h < width; h++) {
        scaled.data[i * width + h] = scale * eigen.vectors().data[i * width + h];
      }
    }
    return algebra.multiply(CommonOps_DDRM.transpose(eigen.vectors(), null), scaled);
  }
}
