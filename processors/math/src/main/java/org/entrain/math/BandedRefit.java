package org.entrain.math;

import java.util.ArrayList;
import java.util.List;
import org.entrain.math.LinearAlgebra.FloatMatrix;

/**
 * Predictions of a fold's test rows per band, for one candidate's weights. With K_γ = Q S Qᵀ of the
 * training rows, p_i = γ_i c_i K_i,test,train Q (S + λI)⁻¹ Qᵀ y: voxels of different penalties
 * share the products. Holds n² + bands · m · n numbers of 4 bytes.
 *
 * @param values eigenvalues S
 * @param qt Qᵀ, n × n
 * @param cross γ_i c_i K_i,test,train Q per band, m × n
 */
record BandedRefit(
    LinearAlgebra algebra,
    double[] values,
    double[] lambdas,
    FloatMatrix qt,
    List<FloatMatrix> cross)
    implements AutoCloseable {

  /**
   * Predicts the test rows of some voxels.
   *
   * @param train standardised training rows, n × width
   * @param chosen index of the penalty of the first voxels; the rest of the width is padding
   * @return per band test rows × width
   */
  List<float[]> predict(float[] train, byte[] chosen, int width) {
    int n = values.length;
    List<float[]> predicted = new ArrayList<>();
    try (FloatMatrix y = algebra.allocate(n, width);
        FloatMatrix z = algebra.allocate(n, width)) {
      y.set(train);
      algebra.multiply(qt, y, 0, z);
      float[] rotated = new float[n * width];
      z.get(0, n, rotated);
      for (int k = 0; k < n; k++) {
        for (int v = 0; v < chosen.length; v++) {
          // Directions of eigenvalue 0 are orthogonal to the features of every band.
          double share = values[k] == 0 ? 0 : 1 / (values[k] + lambdas[chosen[v]]);
          rotated[k * width + v] = (float) (share * rotated[k * width + v]);
        }
      }
      z.set(rotated);
      for (FloatMatrix band : cross) {
        int m = band.rows();
        float[] rows = new float[m * width];
        try (FloatMatrix product = algebra.allocate(m, width)) {
          algebra.multiply(band, z, 0, product);
          product.get(0, m, rows);
        }
        predicted.add(rows);
      }
    }
    return predicted;
  }

  @Override
  public void close() {
    qt.close();
    cross.forEach(FloatMatrix::close);
  }
}
