package org.entrain.math;

import java.util.Random;
import org.ejml.data.DMatrixRMaj;
import org.ejml.data.FMatrixRMaj;

/** Seeded matrices for tests. */
final class Matrices {

  private Matrices() {}

  static FMatrixRMaj normal(int rows, int columns, long seed) {
    Random random = new Random(seed);
    FMatrixRMaj matrix = new FMatrixRMaj(rows, columns);
    for (int i = 0; i < rows * columns; i++) {
      matrix.data[i] = (float) random.nextGaussian();
    }
    return matrix;
  }

  static DMatrixRMaj doubles(int rows, int columns, long seed) {
    FMatrixRMaj source = normal(rows, columns, seed);
    DMatrixRMaj matrix = new DMatrixRMaj(rows, columns);
    for (int i = 0; i < rows * columns; i++) {
      matrix.data[i] = source.data[i];
    }
    return matrix;
  }

  /** Y = X W + noise: voxel v has noise of standard deviation {@code noise·v}. */
  static FMatrixRMaj response(FMatrixRMaj x, int voxels, double noise, long seed) {
    FMatrixRMaj weights = normal(x.numCols, voxels, seed);
    FMatrixRMaj y = normal(x.numRows, voxels, seed + 1);
    for (int i = 0; i < x.numRows; i++) {
      for (int v = 0; v < voxels; v++) {
        double sum = 0;
        for (int j = 0; j < x.numCols; j++) {
          sum += x.get(i, j) * weights.get(j, v);
        }
        y.set(i, v, (float) (sum / Math.sqrt(x.numCols) + noise * v * y.get(i, v)));
      }
    }
    return y;
  }

  static FMatrixRMaj columns(FMatrixRMaj x, int... columns) {
    FMatrixRMaj part = new FMatrixRMaj(x.numRows, columns.length);
    for (int i = 0; i < x.numRows; i++) {
      for (int j = 0; j < columns.length; j++) {
        part.set(i, j, x.get(i, columns[j]));
      }
    }
    return part;
  }
}
