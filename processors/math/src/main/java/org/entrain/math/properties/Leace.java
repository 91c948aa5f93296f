package org.entrain.math.properties;

import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.entrain.math.LinearAlgebra;
import org.entrain.math.LinearAlgebra.Eigen;

/**
 * Least-squares concept erasure (Belrose et al. 2023, theorem 4.3). With W = (Σ_XX^½)⁺ and P the
 * orthogonal projection on the columns of W Σ_XZ, x becomes x − W⁺ P W (x − μ): the smallest change
 * after which representations and labels do not covary, so that no linear classifier of least loss
 * tells classes apart better than their shares do.
 */
final class Leace {

  /** Share of the largest eigenvalue below which there is no variance. */
  private static final double FLAT = 1e-10;

  private Leace() {}

  static Erasure of(LinearAlgebra algebra, Moments moments, Labels labels) {
    DMatrixRMaj whitened = root(algebra, moments, -0.5);
    DMatrixRMaj basis =
        Orthonormal.ofColumns(algebra.multiply(whitened, moments.withLabels(labels)), FLAT);
    DMatrixRMaj left = algebra.multiply(whitened, basis);
    DMatrixRMaj right =
        algebra.multiply(CommonOps_DDRM.transpose(basis, null), root(algebra, moments, 0.5));
    return new Erasure.ByProjection(moments.mean(), left, right);
  }

  /** A power of the Gram matrix on the directions that have variance. */
  private static DMatrixRMaj root(LinearAlgebra algebra, Moments moments, double power) {
    Eigen eigen = moments.eigen();
    int width = moments.width();
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
