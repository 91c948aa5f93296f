package org.entrain.math;

import java.util.function.LongConsumer;
import org.ejml.data.DMatrixRMaj;

/**
 * Another {@link LinearAlgebra}, and how much it computes: the additions and multiplications of
 * products (2 m n k, half of it where the result is symmetric), of Cholesky's factorisation (m³ /
 * 3) and of solutions by it (2 m² a right-hand side). Eigendecompositions are not counted: their
 * number of operations depends on the values.
 */
final class CountedAlgebra implements LinearAlgebra {

  private final LinearAlgebra algebra;
  private final LongConsumer operations;

  CountedAlgebra(LinearAlgebra algebra, LongConsumer operations) {
    this.algebra = algebra;
    this.operations = operations;
  }

  @Override
  public String name() {
    return algebra.name();
  }

  @Override
  public DMatrixRMaj gram(DMatrixRMaj a) {
    symmetric(a.numRows, a.numCols);
    return algebra.gram(a);
  }

  @Override
  public void gram(DMatrixRMaj a, int[] rows, double[] scale, DMatrixRMaj product) {
    symmetric(rows.length, a.numCols);
    algebra.gram(a, rows, scale, product);
  }

  @Override
  public DMatrixRMaj gramOfColumns(DMatrixRMaj a) {
    symmetric(a.numCols, a.numRows);
    return algebra.gramOfColumns(a);
  }

  @Override
  public DMatrixRMaj multiply(DMatrixRMaj a, DMatrixRMaj b) {
    product(a.numRows, a.numCols, b.numCols);
    return algebra.multiply(a, b);
  }

  @Override
  public void multiply(DMatrixRMaj a, DMatrixRMaj b, int firstRow, DMatrixRMaj product) {
    product(a.numRows, a.numCols, b.numCols);
    algebra.multiply(a, b, firstRow, product);
  }

  @Override
  public DMatrixRMaj multiplyTransposed(DMatrixRMaj a, DMatrixRMaj b) {
    product(a.numRows, a.numCols, b.numRows);
    return algebra.multiplyTransposed(a, b);
  }

  @Override
  public Operand operand(DMatrixRMaj a) {
    Operand operand = algebra.operand(a);
    return new Operand() {
      @Override
      public DMatrixRMaj times(DMatrixRMaj b) {
        product(a.numRows, a.numCols, b.numCols);
        return operand.times(b);
      }

      @Override
      public DMatrixRMaj transposedTimes(DMatrixRMaj b) {
        product(a.numRows, a.numCols, b.numCols);
        return operand.transposedTimes(b);
      }

      @Override
      public void close() {
        operand.close();
      }
    };
  }

  @Override
  public Eigen eigen(DMatrixRMaj symmetric) {
    return algebra.eigen(symmetric);
  }

  @Override
  public boolean solvePositive(DMatrixRMaj a, DMatrixRMaj b) {
    factor(a.numRows);
    product(a.numRows, a.numRows, b.numCols);
    return algebra.solvePositive(a, b);
  }

  @Override
  public FloatMatrix allocate(int rows, int columns) {
    return algebra.allocate(rows, columns);
  }

  @Override
  public void multiply(FloatMatrix a, FloatMatrix b, int firstRow, FloatMatrix c) {
    product(a.rows(), a.columns(), b.columns());
    algebra.multiply(a, b, firstRow, c);
  }

  @Override
  public void multiplyColumns(FloatMatrix a, FloatMatrix b, int first, int columns, FloatMatrix c) {
    product(a.rows(), a.columns(), columns);
    algebra.multiplyColumns(a, b, first, columns, c);
  }

  @Override
  public void gramOfColumns(FloatMatrix a, FloatMatrix c) {
    symmetric(a.columns(), a.rows());
    algebra.gramOfColumns(a, c);
  }

  @Override
  public boolean factorPositive(FloatMatrix a) {
    factor(a.rows());
    return algebra.factorPositive(a);
  }

  @Override
  public void solveFactored(FloatMatrix factor, float[] d) {
    product(d.length, d.length, 1);
    algebra.solveFactored(factor, d);
  }

  @Override
  public void multiplyAdd(FloatMatrix a, FloatMatrix b, int firstRow, FloatMatrix c) {
    product(a.rows(), a.columns(), b.columns());
    algebra.multiplyAdd(a, b, firstRow, c);
  }

  /** m × k by k × n. */
  private void product(long m, long k, long n) {
    operations.accept(2 * m * k * n);
  }

  /** n × k by its transpose. */
  private void symmetric(long n, long k) {
    operations.accept(n * n * k);
  }

  private void factor(long m) {
    operations.accept(m * m * m / 3);
  }
}
