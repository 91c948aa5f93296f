package org.entrain.math;

import org.entrain.math.LinearAlgebra.FloatMatrix;

/** Refusals of shapes that do not fit, with the numbers. */
final class Shapes {

  private Shapes() {}

  static void same(String what, int left, int right) {
    if (left != right) {
      throw new IllegalArgumentException("%s differ: %d != %d".formatted(what, left, right));
    }
  }

  static void product(FloatMatrix a, FloatMatrix b, int firstRow, FloatMatrix c) {
    if (firstRow < 0 || firstRow + a.columns() > b.rows()) {
      throw new IllegalArgumentException(
          "%d rows from row %d on, of %d".formatted(a.columns(), firstRow, b.rows()));
    }
    same("columns of product", b.columns(), c.columns());
    if (c.rows() < a.rows()) {
      throw new IllegalArgumentException(
          "product has %d rows, room for %d".formatted(a.rows(), c.rows()));
    }
  }
}
