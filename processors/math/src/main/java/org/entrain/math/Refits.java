package org.entrain.math;

import org.ejml.data.DMatrixRMaj;
import org.entrain.math.LinearAlgebra.FloatMatrix;
import org.jspecify.annotations.Nullable;

/**
 * Predictions of test rows as operators on training rows, A_λ = K_test,train (K + λI)⁻¹, test rows
 * × training rows. Each is made when it is first asked for: few penalties of a grid are ever
 * chosen. Used by several threads at once.
 */
final class Refits implements AutoCloseable {

  private final LinearAlgebra algebra;
  private final DMatrixRMaj rotated;
  private final double[] eigenvalues;
  private final FloatMatrix qt;
  private final double[] lambdas;
  private final @Nullable FloatMatrix[] made;

  /**
   * @param cross K of test and training rows, m × n
   */
  Refits(LinearAlgebra algebra, Spectrum kernel, DMatrixRMaj cross, double[] lambdas) {
    this.algebra = algebra;
    this.lambdas = lambdas;
    // K_test,train Q; Q's columns of eigenvalue 0 are orthogonal to the training rows' features.
    rotated = algebra.multiply(cross, kernel.q());
    eigenvalues = kernel.values();
    qt = Floats.of(algebra, kernel.qt());
    made = new FloatMatrix[lambdas.length];
  }

  int count() {
    return lambdas.length;
  }

  /** The operator of a penalty; stays this object's. */
  synchronized FloatMatrix get(int penalty) {
    FloatMatrix refit = made[penalty];
    if (refit == null) {
      refit = make(lambdas[penalty]);
      made[penalty] = refit;
    }
    return refit;
  }

  /** Rotations keep lengths, so this product may be in single precision as those with Y are. */
  private FloatMatrix make(double lambda) {
    DMatrixRMaj scaled = rotated.copy();
    for (int i = 0; i < scaled.getNumElements(); i++) {
      double value = eigenvalues[i % eigenvalues.length];
      scaled.data[i] *= value == 0 ? 0 : 1 / (value + lambda);
    }
    try (FloatMatrix left = Floats.of(algebra, scaled)) {
      FloatMatrix refit = algebra.allocate(scaled.numRows, scaled.numCols);
      algebra.multiply(left, qt, 0, refit);
      return refit;
    }
  }

  @Override
  public synchronized void close() {
    qt.close();
    for (FloatMatrix refit : made) {
      if (refit != null) {
        refit.close();
      }
    }
  }
}
