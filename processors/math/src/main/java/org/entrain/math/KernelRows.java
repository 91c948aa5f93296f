package org.entrain.math;

import org.ejml.data.DMatrixRMaj;
import org.ejml.data.FMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;

/** Feature rows of a fold, from which its {@link Kernels} are computed. */
final class KernelRows {

  /** Features worked on at a time. */
  private static final int CHUNK = 1024;

  private final FMatrixRMaj x;
  private final Fold fold;
  private final TestScaling scaling;

  private KernelRows(FMatrixRMaj x, Fold fold, TestScaling scaling) {
    this.x = x;
    this.fold = fold;
    this.scaling = scaling;
  }

  /**
   * Reads the rows.
   *
   * @param rows number of rows that the features must have
   * @throws IllegalArgumentException if they have others
   */
  static KernelRows of(RowSource source, int rows, Fold fold, TestScaling scaling) {
    Shapes.same("rows of features and of runs", source.rows(), rows);
    FMatrixRMaj x = new FMatrixRMaj(source.rows(), source.columns());
    source.read(0, source.rows(), x.data);
    return new KernelRows(x, fold, scaling);
  }

  /**
   * K of the training rows, n × n.
   *
   * @throws IllegalArgumentException if a feature is not finite
   */
  DMatrixRMaj train(LinearAlgebra algebra, int threads) {
    int n = fold.train().length;
    return sum(threads, n, n, chunk -> algebra.gram(Standardize.rows(chunk, fold.train())));
  }

  /**
   * K of test and training rows, m × n.
   *
   * @throws IllegalArgumentException if a feature is not finite
   */
  DMatrixRMaj cross(LinearAlgebra algebra, int threads) {
    int[] scalingRows = scaling == TestScaling.OWN ? fold.test() : fold.train();
    return sum(
        threads,
        fold.test().length,
        fold.train().length,
        chunk ->
            algebra.multiplyTransposed(
                Standardize.rows(chunk, fold.test(), scalingRows),
                Standardize.rows(chunk, fold.train())));
  }

  /** Products of some features. */
  @FunctionalInterface
  private interface Products {
    DMatrixRMaj of(FMatrixRMaj chunk);
  }

  private DMatrixRMaj sum(int threads, int rows, int columns, Products products) {
    int chunks = (x.numCols + CHUNK - 1) / CHUNK;
    DMatrixRMaj sum = new DMatrixRMaj(rows, columns);
    for (int first = 0; first < chunks; first += threads) {
      int from = first;
      DMatrixRMaj[] parts = new DMatrixRMaj[Math.min(threads, chunks - first)];
      Parallel.run(threads, parts.length, c -> parts[c] = products.of(chunk((from + c) * CHUNK)));
      // Summed in order: the same bits for any number of threads.
      for (DMatrixRMaj part : parts) {
        CommonOps_DDRM.addEquals(sum, part);
      }
    }
    return sum;
  }

  private FMatrixRMaj chunk(int from) {
    int width = Math.min(x.numCols, from + CHUNK) - from;
    FMatrixRMaj chunk = new FMatrixRMaj(x.numRows, width);
    for (int i = 0; i < x.numRows; i++) {
      for (int j = 0; j < width; j++) {
        float value = x.data[i * x.numCols + from + j];
        if (!Float.isFinite(value)) {
          throw new IllegalArgumentException(
              "feature at row %d, column %d is %s".formatted(i, from + j, value));
        }
        chunk.data[i * width + j] = value;
      }
    }
    return chunk;
  }
}
