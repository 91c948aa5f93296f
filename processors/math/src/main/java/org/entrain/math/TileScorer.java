package org.entrain.math;

import java.util.Arrays;
import java.util.List;
import org.ejml.data.DMatrixRMaj;
import org.entrain.math.LinearAlgebra.FloatMatrix;

/**
 * Scores one tile of voxels in all folds. Tiles have one width, padded with zero columns, and
 * voxels that chose the same penalty are predicted in padded groups, so that each voxel meets the
 * same products whatever its neighbours are. Owns a buffer: used by one thread at a time.
 */
final class TileScorer {

  /** Voxels predicted together. */
  static final int GROUP = 32;

  private final LinearAlgebra algebra;
  private final int width;
  private final int rows;
  private final List<PreparedFold> folds;
  private final int lambdaCount;
  private final float[] recorded; // rows × voxels of the tile

  TileScorer(
      LinearAlgebra algebra, int width, int rows, List<PreparedFold> folds, int lambdaCount) {
    this.algebra = algebra;
    this.width = width;
    this.rows = rows;
    this.folds = folds;
    this.lambdaCount = lambdaCount;
    this.recorded = new float[rows * width];
  }

  /**
   * Scores voxels {@code first} … {@code first + width − 1}, or as many as there are.
   *
   * @param r receives correlations, folds × all voxels
   * @param r2 receives R², likewise
   * @param chosen receives indices of penalties, likewise
   * @return number of voxel-folds with a constant recorded or predicted test column
   */
  int score(VoxelSource y, int first, double[] r, double[] r2, byte[] chosen) {
    int voxels = y.voxels();
    int count = Math.min(width, voxels - first);
    y.read(first, count, recorded);
    refuseNotFinite(first, count);
    int constant = 0;
    for (int k = 0; k < folds.size(); k++) {
      PreparedFold fold = folds.get(k);
      int at = k * voxels + first;
      float[] train = standardized(fold.fold().train(), count);
      byte[] best = choose(fold, train, count);
      System.arraycopy(best, 0, chosen, at, count);
      constant += predict(fold, train, best, count, at, r, r2);
    }
    return constant;
  }

  /** Smallest Σ over inner folds of 1 − R²; the smaller penalty on a tie. */
  private byte[] choose(PreparedFold fold, float[] train, int count) {
    double[][] error = new double[lambdaCount][width];
    try (FloatMatrix y = algebra.allocate(fold.fold().train().length, width)) {
      y.set(train);
      for (HeldOutBlock block : fold.blocks()) {
        addError(block, y, train, error);
      }
    }
    byte[] best = new byte[count];
    for (int v = 0; v < count; v++) {
      for (int l = 1; l < lambdaCount; l++) {
        if (error[l][v] < error[best[v]][v]) {
          best[v] = (byte) l;
        }
      }
    }
    return best;
  }

  /**
   * Adds 1 − R² of a block. Residual sums of squares follow from the inner products of the recorded
   * y and the basis predictions p_j, by {@link HeldOutBlock#coefficients}.
   */
  private void addError(HeldOutBlock block, FloatMatrix y, float[] train, double[][] error) {
    int m = block.rows();
    int from = block.from() * width;
    float[] p = new float[block.rank() * m * width];
    if (block.rank() > 0) {
      try (FloatMatrix product = algebra.allocate(block.rank() * m, width)) {
        algebra.multiply(block.basis(), y, product);
        product.get(p);
      }
    }
    DMatrixRMaj products = new DMatrixRMaj(block.coefficients().numCols, width);
    int row = 0;
    dot(train, from, train, from, m, products.data, row++);
    for (int j = 0; j < block.rank(); j++) {
      dot(p, j * m * width, train, from, m, products.data, row++);
      for (int k = 0; k <= j; k++) {
        dot(p, j * m * width, p, k * m * width, m, products.data, row++);
      }
    }
    DMatrixRMaj residual = algebra.multiply(block.coefficients(), products);
    double[] total = squaresAboutMean(train, from, m);
    for (int l = 0; l < lambdaCount; l++) {
      for (int v = 0; v < width; v++) {
        double left = residual.data[l * width + v];
        error[l][v] += total[v] > 0 ? left / total[v] : left == 0 ? 0 : 1;
      }
    }
  }

  /** Predicts the test rows by the chosen penalties and scores them. */
  private int predict(
      PreparedFold fold, float[] train, byte[] best, int count, int at, double[] r, double[] r2) {
    int n = fold.fold().train().length;
    int m = fold.fold().test().length;
    float[] test = standardized(fold.fold().test(), count);
    float[] gathered = new float[n * GROUP];
    float[] predicted = new float[m * GROUP];
    int[] members = new int[GROUP];
    int constant = 0;
    try (FloatMatrix y = algebra.allocate(n, GROUP);
        FloatMatrix product = algebra.allocate(m, GROUP)) {
      for (int l = 0; l < lambdaCount; l++) {
        int v = 0;
        while (v < count) {
          int size = 0;
          for (; v < count && size < GROUP; v++) {
            if (best[v] == l) {
              members[size++] = v;
            }
          }
          if (size == 0) {
            continue;
          }
          gather(train, members, size, gathered);
          y.set(gathered);
          algebra.multiply(fold.refit().get(l), y, product);
          product.get(predicted);
          for (int g = 0; g < size; g++) {
            Agreement a = Agreement.of(test, width, members[g], predicted, GROUP, g, m);
            r[at + members[g]] = a.r();
            r2[at + members[g]] = a.r2();
            constant += a.constant() ? 1 : 0;
          }
        }
      }
    }
    return constant;
  }

  private void gather(float[] train, int[] members, int size, float[] gathered) {
    Arrays.fill(gathered, 0);
    for (int i = 0; i < gathered.length / GROUP; i++) {
      for (int g = 0; g < size; g++) {
        gathered[i * GROUP + g] = train[i * width + members[g]];
      }
    }
  }

  /** z-scores of some rows, padded to the tile's width by zero columns. */
  private float[] standardized(int[] take, int count) {
    double[] mean = new double[count];
    double[] scale = new double[count];
    Standardize.statistics(recorded, count, take, mean, scale);
    float[] z = new float[take.length * width];
    for (int i = 0; i < take.length; i++) {
      int source = take[i] * count;
      for (int v = 0; v < count; v++) {
        z[i * width + v] = (float) ((recorded[source + v] - mean[v]) * scale[v]);
      }
    }
    return z;
  }

  /**
   * Column sums of a∘b over m rows, into a row of {@code sums}; partial sums of 64 rows in single
   * precision are fast.
   */
  private void dot(float[] a, int aFrom, float[] b, int bFrom, int m, double[] sums, int row) {
    float[] part = new float[width];
    for (int start = 0; start < m; start += 64) {
      Arrays.fill(part, 0);
      for (int i = start; i < Math.min(m, start + 64); i++) {
        multiplyAdd(part, a, aFrom + i * width, b, bFrom + i * width);
      }
      for (int v = 0; v < width; v++) {
        sums[row * width + v] += part[v];
      }
    }
  }

  private static void multiplyAdd(float[] sum, float[] a, int aFrom, float[] b, int bFrom) {
    for (int v = 0; v < sum.length; v++) {
      sum[v] += a[aFrom + v] * b[bFrom + v];
    }
  }

  /** Sums of squares about the block's own mean; exactly 0 for a column of identical values. */
  private double[] squaresAboutMean(float[] values, int from, int m) {
    double[] mean = new double[width];
    boolean[] varies = new boolean[width];
    for (int i = from; i < from + m * width; i += width) {
      for (int v = 0; v < width; v++) {
        mean[v] += values[i + v];
        varies[v] |= values[i + v] != values[from + v];
      }
    }
    double[] squares = new double[width];
    for (int i = from; i < from + m * width; i += width) {
      for (int v = 0; v < width; v++) {
        double d = values[i + v] - mean[v] / m;
        squares[v] += varies[v] ? d * d : 0;
      }
    }
    return squares;
  }

  private void refuseNotFinite(int first, int count) {
    for (int i = 0; i < rows * count; i++) {
      if (!Float.isFinite(recorded[i])) {
        throw new IllegalArgumentException(
            "recording at row %d, voxel %d is %s"
                .formatted(i / count, first + i % count, recorded[i]));
      }
    }
  }
}
