package org.entrain.math;

import org.ejml.data.DMatrixRMaj;
import org.ejml.data.FMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;

/**
 * Inner products of a fold's standardised rows.
 *
 * @param train K = X Xᵀ of the training rows, n × n
 * @param cross those of test and training rows, m × n
 */
record FoldKernels(DMatrixRMaj train, DMatrixRMaj cross) {

  /**
   * Computes them.
   *
   * @param rows number of rows that the features must have
   * @throws IllegalArgumentException if they have others, or a feature is not finite
   */
  static FoldKernels of(
      LinearAlgebra algebra, RowSource x, int rows, Fold fold, TestScaling scaling) {
    Shapes.same("rows of features and of runs", x.rows(), rows);
    FMatrixRMaj features = new FMatrixRMaj(x.rows(), x.columns());
    x.read(0, x.rows(), features.data);
    refuseNotFinite(features);
    DMatrixRMaj train = Standardize.rows(features, fold.train());
    int[] of = scaling == TestScaling.OWN ? fold.test() : fold.train();
    DMatrixRMaj test = Standardize.rows(features, fold.test(), of);
    return new FoldKernels(
        algebra.gram(train), algebra.multiply(test, CommonOps_DDRM.transpose(train, null)));
  }

  private static void refuseNotFinite(FMatrixRMaj x) {
    for (int i = 0; i < x.getNumElements(); i++) {
      if (!Float.isFinite(x.data[i])) {
        throw new IllegalArgumentException(
            "feature at row %d, column %d is %s"
                .formatted(i / x.numCols, i % x.numCols, x.data[i]));
      }
    }
  }
}
