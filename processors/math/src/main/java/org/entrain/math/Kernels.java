package org.entrain.math;

import org.ejml.data.DMatrixRMaj;

/**
 * Inner products of standardised feature rows, in double precision.
 *
 * @param train of the training rows, n × n
 * @param cross of test and training rows, m × n
 */
record Kernels(DMatrixRMaj train, DMatrixRMaj cross) {

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
    KernelRows features = KernelRows.of(source, rows, fold, scaling);
    return new Kernels(features.train(algebra, threads), features.cross(algebra, threads));
  }
}
