package org.entrain.math;

import java.util.Arrays;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;

/** The exact predictions of rows that a fit leaves out, without the fit. */
final class HeldOut {

  private HeldOut() {}

  /**
   * The predictions of an inner fold's held rows as an operator on y: of the rows L left out, rows
   * of I − (G_LL)⁻¹ G_L (the block form of the leave-one-out identity; Rifkin and Lippert 2007).
   * The gap's rows are left out like the held ones, and their predictions not used. Columns of rows
   * left out are exactly 0, which arithmetic alone would only nearly give.
   *
   * @param g inverse of the regularised kernel, n × n
   * @param weights of the training rows: row i of the result is scaled by the root of its row's
   * @param work where the product is made, its shape and values void
   * @param rows row of the target for every held row
   * @param target receives rows of n
   * @throws ArithmeticException if the penalty is too small to tell the left-out rows apart
   */
  static void predictions(
      LinearAlgebra algebra,
      DMatrixRMaj g,
      InnerFold fold,
      double[] weights,
      DMatrixRMaj work,
      int[] rows,
      float[] target) {
    int n = g.numCols;
    int[] left = fold.left();
    DMatrixRMaj square = new DMatrixRMaj(left.length, left.length);
    for (int i = 0; i < left.length; i++) {
      for (int j = 0; j < left.length; j++) {
        square.data[i * left.length + j] = g.data[left[i] * n + left[j]];
      }
    }
    int[] held = fold.held();
    work.reshape(held.length, n);
    DMatrixRMaj inverse = inverse(algebra, square, fold);
    if (left[left.length - 1] - left[0] == left.length - 1) {
      algebra.multiply(inverse, g, left[0], work);
    } else {
      algebra.multiply(inverse, rows(g, left), 0, work);
    }
    for (int h = 0; h < held.length; h++) {
      double root = -Math.sqrt(weights[held[h]]);
      int from = h * n;
      int to = rows[h] * n;
      for (int k = 0; k < n; k++) {
        target[to + k] = (float) (root * work.data[from + k]);
      }
      for (int row : left) {
        target[to + row] = 0;
      }
    }
  }

  private static DMatrixRMaj rows(DMatrixRMaj g, int[] some) {
    int n = g.numCols;
    DMatrixRMaj rows = new DMatrixRMaj(some.length, n);
    for (int i = 0; i < some.length; i++) {
      System.arraycopy(g.data, some[i] * n, rows.data, i * n, n);
    }
    return rows;
  }

  /**
   * Rows of an inverse that belong to the held rows. One small inverse and a product: solving for
   * all right-hand sides takes several times as long.
   *
   * @param square positive definite, left × left; overwritten
   * @return held × left
   * @throws ArithmeticException if it is not definite
   */
  static DMatrixRMaj inverse(LinearAlgebra algebra, DMatrixRMaj square, InnerFold fold) {
    int size = fold.left().length;
    DMatrixRMaj inverse = CommonOps_DDRM.identity(size);
    if (!algebra.solvePositive(square, inverse)) {
      throw new ArithmeticException(
          "a penalty of the grid is too small to tell %d rows apart that are left out"
              .formatted(size));
    }
    int[] held = fold.held();
    if (held.length == size) {
      return inverse;
    }
    DMatrixRMaj rows = new DMatrixRMaj(held.length, size);
    for (int h = 0; h < held.length; h++) {
      int from = Arrays.binarySearch(fold.left(), held[h]) * size;
      System.arraycopy(inverse.data, from, rows.data, h * size, size);
    }
    return rows;
  }
}
