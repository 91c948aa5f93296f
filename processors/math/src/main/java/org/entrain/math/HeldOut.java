package org.entrain.math;

import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;

/** The exact residuals of rows that a fit leaves out, without the fit. */
final class HeldOut {

  private HeldOut() {}

  /**
   * Writes the operator whose product with y is the residual of an inner fold's held rows: rows of
   * (G_LL)⁻¹ G_L for the rows L left out (the block form of the leave-one-out identity; Rifkin and
   * Lippert 2007). The gap's rows are left out like the held ones, and their residuals not used.
   *
   * @param g inverse of the regularised kernel, n × n
   * @param target receives held.length rows of n values from row {@code at} on
   * @throws ArithmeticException if the penalty is too small to tell the left-out rows apart
   */
  static void operator(
      LinearAlgebra algebra, DMatrixRMaj g, InnerFold fold, double[] target, int at) {
    int n = g.numCols;
    int[] left = fold.left();
    DMatrixRMaj square = new DMatrixRMaj(left.length, left.length);
    DMatrixRMaj rows = new DMatrixRMaj(left.length, n);
    for (int i = 0; i < left.length; i++) {
      System.arraycopy(g.data, left[i] * n, rows.data, i * n, n);
      for (int j = 0; j < left.length; j++) {
        square.data[i * left.length + j] = g.data[left[i] * n + left[j]];
      }
    }
    // One small inverse and a product: solving for n right-hand sides takes several times as long.
    DMatrixRMaj inverse = CommonOps_DDRM.identity(left.length);
    if (!algebra.solvePositive(square, inverse)) {
      throw new ArithmeticException(
          "a penalty of the grid is too small for features of %d rows".formatted(n));
    }
    rows = algebra.multiply(inverse, rows);
    int held = 0;
    for (int i = 0; i < left.length && held < fold.held().length; i++) {
      if (left[i] == fold.held()[held]) {
        System.arraycopy(rows.data, i * n, target, (at + held) * n, n);
        held++;
      }
    }
  }
}
