package org.entrain.math;

import org.ejml.data.DMatrixRMaj;
import org.ejml.data.FMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;

/**
 * Inner products of standardised feature rows, in double precision.
 *
 * @param train of the training rows, n × n
 * @param cross of test and training rows, m × n
 */
record Kernels(DMatrixRMaj train, DMatrixRMaj cross) {

  /** Features worked on at a time. */
  private static final int CHUNK = 1024;

  /**
   * Computes both.
   *
   * @param rows number of rows that the features must have
   * @throws IllegalArgumentException if they have others, or a feature is not finite
   */
  static Kernels of(
      LinearAlgebra algebra,
      int threads,
      RowSource source,
      int rows,
      Fold fold,
      TestScaling scaling) {
    Shapes.same("rows of features and of runs", source.rows(), rows);
    FMatrixRMaj x = new FMatrixRMaj(source.rows(), source.columns());
    source.read(0, source.rows(), x.data);
    int n = fold.train().length;
    int m = fold.test().length;
    int chunks = (x.numCols + CHUNK - 1) / CHUNK;
    int[] scalingRows = scaling == TestScaling.OWN ? fold.test() : fold.train();
    Kernels sum = new Kernels(new DMatrixRMaj(n, n), new DMatrixRMaj(m, n));
    for (int first = 0; first < chunks; first += threads) {
      int from = first;
      Kernels[] parts = new Kernels[Math.min(threads, chunks - first)];
      Parallel.run(
          threads,
          parts.length,
          c -> {
            int column = (from + c) * CHUNK;
            FMatrixRMaj chunk = columns(x, column, Math.min(x.numCols, column + CHUNK));
            DMatrixRMaj train = Standardize.rows(chunk, fold.train());
            DMatrixRMaj test = Standardize.rows(chunk, fold.test(), scalingRows);
            parts[c] = new Kernels(algebra.gram(train), algebra.multiplyTransposed(test, train));
          });
      // Summed in order: the same bits for any number of threads.
      for (Kernels part : parts) {
        CommonOps_DDRM.addEquals(sum.train, part.train);
        CommonOps_DDRM.addEquals(sum.cross, part.cross);
      }
    }
    return sum;
  }

  private static FMatrixRMaj columns(FMatrixRMaj x, int from, int to) {
    int width = to - from;
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
