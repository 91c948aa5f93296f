package org.entrain.math;

import java.util.concurrent.ConcurrentLinkedQueue;
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

  /** Of the training rows, per chunk, once they are known. */
  private final double[][] means;

  private final double[][] scales;

  private KernelRows(FMatrixRMaj x, Fold fold, TestScaling scaling) {
    this.x = x;
    this.fold = fold;
    this.scaling = scaling;
    means = new double[(x.numCols + CHUNK - 1) / CHUNK][];
    scales = new double[means.length][];
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
    return sum(threads, n, n, (c, work) -> algebra.gram(train(c, chunk(c, work), work)));
  }

  /**
   * K of test and training rows, m × n.
   *
   * @throws IllegalArgumentException if a feature is not finite
   */
  DMatrixRMaj cross(LinearAlgebra algebra, int threads) {
    return sum(
        threads,
        fold.test().length,
        fold.train().length,
        (c, work) -> {
          FMatrixRMaj chunk = chunk(c, work);
          DMatrixRMaj train = train(c, chunk, work);
          return algebra.multiplyTransposed(test(c, chunk), train);
        });
  }

  /** Where a thread standardises, kept from chunk to chunk. */
  private record Work(FMatrixRMaj chunk, DMatrixRMaj train) {}

  private DMatrixRMaj train(int c, FMatrixRMaj chunk, Work work) {
    if (means[c] == null) {
      double[] mean = new double[chunk.numCols];
      double[] scale = new double[chunk.numCols];
      Standardize.statistics(chunk.data, chunk.numCols, fold.train(), mean, scale);
      means[c] = mean;
      scales[c] = scale;
    }
    Standardize.rows(chunk, fold.train(), means[c], scales[c], work.train());
    return work.train();
  }

  private DMatrixRMaj test(int c, FMatrixRMaj chunk) {
    return scaling == TestScaling.OWN
        ? Standardize.rows(chunk, fold.test())
        : test(chunk, means[c], scales[c]);
  }

  private DMatrixRMaj test(FMatrixRMaj chunk, double[] mean, double[] scale) {
    DMatrixRMaj z = new DMatrixRMaj(0, 0);
    Standardize.rows(chunk, fold.test(), mean, scale, z);
    return z;
  }

  /** Products of one chunk's features. */
  @FunctionalInterface
  private interface Products {
    DMatrixRMaj of(int chunk, Work work);
  }

  private DMatrixRMaj sum(int threads, int rows, int columns, Products products) {
    DMatrixRMaj sum = new DMatrixRMaj(rows, columns);
    ConcurrentLinkedQueue<Work> free = new ConcurrentLinkedQueue<>();
    for (int first = 0; first < means.length; first += threads) {
      int from = first;
      DMatrixRMaj[] parts = new DMatrixRMaj[Math.min(threads, means.length - first)];
      Parallel.run(
          threads,
          parts.length,
          c -> {
            Work kept = free.poll();
            Work work =
                kept == null ? new Work(new FMatrixRMaj(0, 0), new DMatrixRMaj(0, 0)) : kept;
            parts[c] = products.of(from + c, work);
            free.add(work);
          });
      // Summed in order: the same bits for any number of threads.
      for (DMatrixRMaj part : parts) {
        CommonOps_DDRM.addEquals(sum, part);
      }
    }
    return sum;
  }

  /** Features of all rows. */
  private FMatrixRMaj chunk(int c, Work work) {
    int from = c * CHUNK;
    int width = Math.min(x.numCols, from + CHUNK) - from;
    FMatrixRMaj chunk = work.chunk();
    chunk.reshape(x.numRows, width);
    for (int i = 0; i < x.numRows; i++) {
      System.arraycopy(x.data, i * x.numCols + from, chunk.data, i * width, width);
    }
    if (!Columns.finite(chunk.data, x.numRows, width)) {
      throw notFinite(chunk, from);
    }
    return chunk;
  }

  private static IllegalArgumentException notFinite(FMatrixRMaj chunk, int from) {
    int at = 0;
    while (Float.isFinite(chunk.data[at])) {
      at++;
    }
    return new IllegalArgumentException(
        "feature at row %d, column %d is %s"
            .formatted(at / chunk.numCols, from + at % chunk.numCols, chunk.data[at]));
  }
}
