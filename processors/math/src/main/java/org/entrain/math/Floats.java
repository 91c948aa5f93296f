package org.entrain.math;

import org.ejml.data.DMatrixRMaj;
import org.entrain.math.LinearAlgebra.FloatMatrix;

/** Matrices of single precision. */
final class Floats {

  private Floats() {}

  /** A rounded copy. */
  static FloatMatrix of(LinearAlgebra algebra, DMatrixRMaj matrix) {
    float[] values = values(matrix);
    FloatMatrix copy = algebra.allocate(matrix.numRows, matrix.numCols);
    copy.set(values);
    return copy;
  }

  /** Rounded values, row-major. */
  static float[] values(DMatrixRMaj matrix) {
    float[] values = new float[matrix.getNumElements()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) matrix.data[i];
    }
    return values;
  }
}
