package org.entrain.math;

import java.util.function.LongConsumer;
import org.ejml.data.DMatrixRMaj;
import org.slf4j.LoggerFactory;

/**
 * The linear algebra that the engine needs: double precision for what is solved, single precision
 * products for what is large. Implementations are thread-safe, use the calling thread alone, and
 * give the same bits for the same shapes and values.
 */
public interface LinearAlgebra {

  /** Name and version, stored with results. */
  String name();

  /** A Aᵀ (n × n) of {@code a} (n × k), both triangles filled. */
  DMatrixRMaj gram(DMatrixRMaj a);

  /**
   * (A S)(A S)ᵀ of n rows of {@code a} (k columns) and a diagonal S, both triangles filled.
   *
   * @param rows indices of the rows
   * @param scale k values
   * @param product n × n, overwritten
   */
  void gram(DMatrixRMaj a, int[] rows, double[] scale, DMatrixRMaj product);

  /** Aᵀ A (k × k) of {@code a} (n × k), both triangles filled. */
  DMatrixRMaj gramOfColumns(DMatrixRMaj a);

  /** A B (m × n) of {@code a} (m × k) and {@code b} (k × n). */
  DMatrixRMaj multiply(DMatrixRMaj a, DMatrixRMaj b);

  /**
   * A B of {@code a} (m × k) and k rows of {@code b} (n columns).
   *
   * @param firstRow first row of b that is taken
   * @param product m × n, overwritten
   */
  void multiply(DMatrixRMaj a, DMatrixRMaj b, int firstRow, DMatrixRMaj product);

  /** A Bᵀ (m × n) of {@code a} (m × k) and {@code b} (n × k). */
  DMatrixRMaj multiplyTransposed(DMatrixRMaj a, DMatrixRMaj b);

  /** Keeps a copy of {@code a} where many products with it are fast. */
  Operand operand(DMatrixRMaj a);

  /**
   * Eigendecomposition of a symmetric matrix (n × n), which is not modified.
   *
   * @throws ArithmeticException if it does not converge
   */
  Eigen eigen(DMatrixRMaj symmetric);

  /**
   * A⁻¹ B by Cholesky's factorisation.
   *
   * @param a symmetric positive definite, m × m; overwritten
   * @param b right-hand sides, m × n; overwritten by the solution
   * @return whether {@code a} is positive definite to working precision; if not, {@code b} is void
   */
  boolean solvePositive(DMatrixRMaj a, DMatrixRMaj b);

  /**
   * Zeroed single-precision memory where {@link #multiply(FloatMatrix, FloatMatrix, int,
   * FloatMatrix)} is fast.
   */
  FloatMatrix allocate(int rows, int columns);

  /**
   * C = A B in single precision.
   *
   * @param a m × k
   * @param b n columns and at least {@code firstRow + k} rows, of which k are taken
   * @param firstRow first row of b that is taken
   * @param c n columns and at least m rows; the first m are overwritten
   */
  void multiply(FloatMatrix a, FloatMatrix b, int firstRow, FloatMatrix c);

  /**
   * C = A B in single precision for some columns of B and C.
   *
   * @param a m × k
   * @param b n columns and at least k rows, of which the first k are taken
   * @param first first column
   * @param columns number of columns
   * @param c n columns and at least m rows; other columns stay
   */
  void multiplyColumns(FloatMatrix a, FloatMatrix b, int first, int columns, FloatMatrix c);

  /**
   * C = Aᵀ A in single precision, of {@code a} (n × k).
   *
   * @param c k × k; its upper triangle is overwritten, the rest is void
   */
  void gramOfColumns(FloatMatrix a, FloatMatrix c);

  /**
   * L of A = L Lᵀ by Cholesky's factorisation in single precision.
   *
   * @param a lower triangle of a symmetric positive definite matrix, m × m; overwritten by L, the
   *     rest is void
   * @return whether {@code a} is positive definite to working precision; if not, it is void
   */
  boolean factorPositive(FloatMatrix a);

  /**
   * A⁻¹ d.
   *
   * @param factor of A by {@link #factorPositive}
   * @param d m values, overwritten by the solution
   */
  void solveFactored(FloatMatrix factor, float[] d);

  /** C = C + A B, otherwise as {@link #multiply(FloatMatrix, FloatMatrix, int, FloatMatrix)}. */
  void multiplyAdd(FloatMatrix a, FloatMatrix b, int firstRow, FloatMatrix c);

  /**
   * Eigenvalues in ascending order.
   *
   * @param values n eigenvalues
   * @param vectors n × n, row i is the eigenvector of value i, that is Qᵀ
   */
  record Eigen(double[] values, DMatrixRMaj vectors) {}

  /** A matrix that is multiplied often; may live outside the heap; freed by {@link #close()}. */
  interface Operand extends AutoCloseable {

    /** A B (m × n) of A (m × k) and {@code b} (k × n). */
    DMatrixRMaj times(DMatrixRMaj b);

    /** Aᵀ B (k × n) of A (m × k) and {@code b} (m × n). */
    DMatrixRMaj transposedTimes(DMatrixRMaj b);

    @Override
    void close();
  }

  /** A row-major matrix that may live outside the heap; freed by {@link #close()}. */
  interface FloatMatrix extends AutoCloseable {

    int rows();

    int columns();

    /** Copies whole rows in, row-major, from {@code values[0]} on. */
    void set(int firstRow, int rows, float[] values);

    /** Copies whole rows out, row-major, to {@code target[0]} on. */
    void get(int firstRow, int rows, float[] target);

    /** Copies all rows in. */
    default void set(float[] values) {
      set(0, rows(), values);
    }

    @Override
    void close();
  }

  /** OpenBLAS if its library loads on this machine, otherwise EJML. */
  static LinearAlgebra best() {
    try {
      return new OpenBlasAlgebra();
    } catch (LinkageError | RuntimeException e) {
      LoggerFactory.getLogger(LinearAlgebra.class)
          .warn(
              "OpenBLAS does not load ({}); EJML computes instead, about 15 times slower",
              e.toString());
      return new EjmlAlgebra();
    }
  }

  /**
   * The same algebra, telling how much it computes.
   *
   * @param operations told the number of additions and multiplications of every product, before it,
   *     by the thread that computes it
   */
  static LinearAlgebra counted(LinearAlgebra algebra, LongConsumer operations) {
    return new CountedAlgebra(algebra, operations);
  }

  /** EJML: Java alone, everywhere. */
  static LinearAlgebra ejml() {
    return new EjmlAlgebra();
  }
}
