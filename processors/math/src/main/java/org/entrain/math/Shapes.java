package org.entrain.math;

import org.ejml.data.DMatrixRMaj;
import org.entrain.math.LinearAlgebra.FloatMatrix;

/** Refusals of shapes that do not fit, with the numbers. */
final class Shapes {

  private Shapes() {}

  static void same(String what, int left, int right) {
    if (left != right) {
      throw new IllegalArgumentException("%s differ: %d != %d".formatted(what, left, right));
    }
  }

  static void product(DMatrixRMaj a, DMatrixRMaj b, int firstRow, DMatrixRMaj product) {
    rows(a.numCols, firstRow, b.numRows);
    same("rows of product", a.numRows, product.numRows);
    same("columns of product", b.numCols, product.numCols);
  }

  private static void rows(int count, int first, int rows) {
    if (first < 0 || first + count > rows) {
      throw new IllegalArgumentException(
          "%d rows from row %d on, of %d".formatted(count, first, rows));
    }
  }

  static void product(FloatMatrix a, FloatMatrix b, int firstRow, FloatMatrix c) {
    rows(a.columns(), firstRow, b.rows());
    same("columns of product", b.columns(), c.columns());
    if (c.rows() < a.rows()) {
      throw new IllegalArgumentException(
          "product has %d rows, room for %d".formatted(a.rows(), c.rows()));
    }
  }
}
