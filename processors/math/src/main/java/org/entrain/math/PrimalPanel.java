package org.entrain.math;

import org.entrain.math.LinearAlgebra.FloatMatrix;
import org.entrain.math.VoxelTile.Sides;

/**
 * A panel of a wave in one fold.
 *
 * @param first its first voxel
 * @param count its voxels; the rest of the width is padding
 * @param y standardised training rows × width
 * @param z Uᵀ y, columns of U × width
 * @param test standardised test rows × width
 */
record PrimalPanel(int first, int count, FloatMatrix y, FloatMatrix z, float[] test)
    implements AutoCloseable {

  static PrimalPanel of(LinearAlgebra algebra, int first, int count, Sides sides, PrimalFold fold) {
    int n = fold.fold().train().length;
    int width = sides.train().length / n;
    FloatMatrix y = algebra.allocate(n, width);
    y.set(sides.train());
    FloatMatrix z = algebra.allocate(fold.columns(), width);
    // The tile's own array goes on to the next panel.
    return new PrimalPanel(first, count, y, z, sides.test().clone());
  }

  /** Training rows at these positions, ascending. */
  float[] rows(int[] positions) {
    int width = y.columns();
    float[] rows = new float[positions.length * width];
    float[] row = new float[width];
    for (int i = 0; i < positions.length; i++) {
      y.get(positions[i], 1, row);
      System.arraycopy(row, 0, rows, i * width, width);
    }
    return rows;
  }

  /**
   * Z without some rows.
   *
   * @param left their positions
   * @param minus −U_Lᵀ of these rows, columns of U × left
   */
  FloatMatrix without(LinearAlgebra algebra, int[] left, FloatMatrix minus) {
    int width = y.columns();
    FloatMatrix rest = algebra.allocate(z.rows(), width);
    float[] values = new float[z.rows() * width];
    z.get(0, z.rows(), values);
    rest.set(values);
    try (FloatMatrix taken = algebra.allocate(left.length, width)) {
      taken.set(rows(left));
      algebra.multiplyAdd(minus, taken, 0, rest);
    }
    return rest;
  }

  /** Test rows × width, every voxel by its penalty. */
  float[] predict(LinearAlgebra algebra, PrimalFold fold, byte[] chosen, double[] lambdas) {
    int width = y.columns();
    float[] weights = new float[z.rows() * width];
    z.get(0, z.rows(), weights);
    double[][] factors = new double[lambdas.length][];
    for (int v = 0; v < count; v++) {
      int l = chosen[v];
      factors[l] = factors[l] == null ? fold.refit(lambdas[l]) : factors[l];
      for (int k = 0; k < z.rows(); k++) {
        weights[k * width + v] *= (float) factors[l][k];
      }
    }
    int m = fold.test().rows();
    float[] predicted = new float[m * width];
    try (FloatMatrix scaled = algebra.allocate(z.rows(), width);
        FloatMatrix product = algebra.allocate(m, width)) {
      scaled.set(weights);
      algebra.multiply(fold.test(), scaled, 0, product);
      product.get(0, m, predicted);
    }
    return predicted;
  }

  @Override
  public void close() {
    y.close();
    z.close();
  }
}
