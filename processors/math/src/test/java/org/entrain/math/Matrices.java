package org.entrain.math;

import java.util.Arrays;
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

  /** Features as those of language models: a few strong directions, many weak ones. */
  static FMatrixRMaj correlated(int rows, int columns, long seed) {
    int latent = rows / 3;
    FMatrixRMaj strong = normal(rows, latent, seed);
    for (int i = 0; i < strong.data.length; i++) {
      strong.data[i] *= (float) Math.pow(1 + i % latent, -0.8);
    }
    FMatrixRMaj x = response(strong, columns, 0, seed + 1);
    FMatrixRMaj noise = normal(rows, columns, seed + 3);
    for (int i = 0; i < x.data.length; i++) {
      x.data[i] += 0.01f * noise.data[i];
    }
    return x;
  }

  /**
   * Makes some columns orthogonal, of mean 0 and variance 1, over some rows (Gram–Schmidt, twice).
   */
  static void orthogonal(FMatrixRMaj x, int[] rows, int first, int count, long seed) {
    double[][] done = new double[count + 1][rows.length];
    Arrays.fill(done[0], 1 / Math.sqrt(rows.length));
    FMatrixRMaj random = normal(rows.length, count, seed);
    for (int c = 0; c < count; c++) {
      double[] column = new double[rows.length];
      for (int i = 0; i < rows.length; i++) {
        column[i] = random.get(i, c);
      }
      for (int pass = 0; pass < 2; pass++) {
        for (int d = 0; d <= c; d++) {
          double product = product(column, done[d]);
          for (int i = 0; i < rows.length; i++) {
            column[i] -= product * done[d][i];
          }
        }
      }
      double length = Math.sqrt(product(column, column));
      for (int i = 0; i < rows.length; i++) {
        done[c + 1][i] = column[i] / length;
        x.set(rows[i], first + c, (float) (done[c + 1][i] * Math.sqrt(rows.length)));
      }
    }
  }

  private static double product(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  /** Rotates some columns, by two reflections x − 2 (x·u) u. */
  static void rotate(FMatrixRMaj x, int first, int count, long seed) {
    FMatrixRMaj mirrors = normal(2, count, seed);
    for (int m = 0; m < 2; m++) {
      double squares = 0;
      for (int c = 0; c < count; c++) {
        squares += mirrors.get(m, c) * mirrors.get(m, c);
      }
      for (int i = 0; i < x.numRows; i++) {
        double product = 0;
        for (int c = 0; c < count; c++) {
          product += x.get(i, first + c) * mirrors.get(m, c);
        }
        for (int c = 0; c < count; c++) {
          double turned = x.get(i, first + c) - 2 * product * mirrors.get(m, c) / squares;
          x.set(i, first + c, (float) turned);
        }
      }
    }
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
