package org.entrain.math;

import static org.bytedeco.openblas.global.openblas.CblasColMajor;
import static org.bytedeco.openblas.global.openblas.CblasLeft;
import static org.bytedeco.openblas.global.openblas.CblasLower;
import static org.bytedeco.openblas.global.openblas.CblasNoTrans;
import static org.bytedeco.openblas.global.openblas.CblasNonUnit;
import static org.bytedeco.openblas.global.openblas.CblasRowMajor;
import static org.bytedeco.openblas.global.openblas.CblasTrans;
import static org.bytedeco.openblas.global.openblas.CblasUpper;
import static org.bytedeco.openblas.global.openblas.LAPACKE_dpotrf;
import static org.bytedeco.openblas.global.openblas.LAPACKE_dsyevd;
import static org.bytedeco.openblas.global.openblas.LAPACKE_spotrf;
import static org.bytedeco.openblas.global.openblas.LAPACK_COL_MAJOR;
import static org.bytedeco.openblas.global.openblas.cblas_dgemm;
import static org.bytedeco.openblas.global.openblas.cblas_dsyrk;
import static org.bytedeco.openblas.global.openblas.cblas_dtrsm;
import static org.bytedeco.openblas.global.openblas.cblas_sgemm;
import static org.bytedeco.openblas.global.openblas.cblas_ssyrk;
import static org.bytedeco.openblas.global.openblas.cblas_strsv;

import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.openblas.global.openblas;
import org.ejml.data.DMatrixRMaj;

/**
 * {@link LinearAlgebra} by OpenBLAS. Operands of the large products stay in native memory: handing
 * arrays over instead costs a quarter of the speed.
 *
 * <p>OpenBLAS must run one thread per call, set by {@code OPENBLAS_NUM_THREADS=1} in the process's
 * environment. It is not set here: {@code blas_set_num_threads} on a thread that later runs PyTorch
 * halves PyTorch's speed.
 */
final class OpenBlasAlgebra implements LinearAlgebra {

  private static final int SQUARE = 32;

  OpenBlasAlgebra() {
    Loader.load(openblas.class);
  }

  @Override
  public String name() {
    return openblas.OPENBLAS_VERSION.strip();
  }

  @Override
  public DMatrixRMaj gram(DMatrixRMaj a) {
    DMatrixRMaj product = new DMatrixRMaj(a.numRows, a.numRows);
    gram(copy(a), a.numRows, a.numCols, CblasNoTrans, product.data);
    return product;
  }

  @Override
  public void gram(DMatrixRMaj a, int[] rows, double[] scale, DMatrixRMaj product) {
    Shapes.same("columns and scales", a.numCols, scale.length);
    Shapes.same("rows and columns of product", rows.length, product.numCols);
    DoublePointer scaled = new DoublePointer((long) rows.length * a.numCols);
    double[] row = new double[a.numCols];
    for (int i = 0; i < rows.length; i++) {
      System.arraycopy(a.data, rows[i] * row.length, row, 0, row.length);
      for (int k = 0; k < row.length; k++) {
        row[k] *= scale[k];
      }
      scaled.position((long) i * row.length).put(row, 0, row.length);
    }
    gram(scaled.position(0), rows.length, a.numCols, CblasNoTrans, product.data);
  }

  @Override
  public DMatrixRMaj gramOfColumns(DMatrixRMaj a) {
    DMatrixRMaj product = new DMatrixRMaj(a.numCols, a.numCols);
    gram(copy(a), a.numCols, a.numRows, CblasTrans, product.data);
    return product;
  }

  /**
   * An n × n product that sums over k.
   *
   * @param a freed
   * @param product receives it
   */
  private static void gram(DoublePointer a, int n, int k, int transposition, double[] product) {
    int columns = transposition == CblasTrans ? n : k;
    try (a;
        DoublePointer out = new DoublePointer((long) n * n)) {
      cblas_dsyrk(CblasRowMajor, CblasLower, transposition, n, k, 1.0, a, columns, 0.0, out, n);
      out.get(product, 0, n * n);
    }
    mirror(product, n);
  }

  /** Fills the upper triangle from the lower, by squares that stay in the cache. */
  private static void mirror(double[] symmetric, int n) {
    for (int top = 0; top < n; top += SQUARE) {
      for (int left = 0; left <= top; left += SQUARE) {
        for (int i = top; i < Math.min(n, top + SQUARE); i++) {
          for (int j = left; j < Math.min(i, left + SQUARE); j++) {
            symmetric[j * n + i] = symmetric[i * n + j];
          }
        }
      }
    }
  }

  @Override
  public DMatrixRMaj multiply(DMatrixRMaj a, DMatrixRMaj b) {
    Shapes.same("inner dimensions", a.numCols, b.numRows);
    DMatrixRMaj product = new DMatrixRMaj(a.numRows, b.numCols);
    multiply(a, copy(b), b.numCols, CblasNoTrans, product);
    return product;
  }

  @Override
  public void multiply(DMatrixRMaj a, DMatrixRMaj b, int firstRow, DMatrixRMaj product) {
    Shapes.product(a, b, firstRow, product);
    DoublePointer rows = new DoublePointer((long) a.numCols * b.numCols);
    rows.put(b.data, firstRow * b.numCols, a.numCols * b.numCols);
    multiply(a, rows, b.numCols, CblasNoTrans, product);
  }

  @Override
  public DMatrixRMaj multiplyTransposed(DMatrixRMaj a, DMatrixRMaj b) {
    Shapes.same("inner dimensions", a.numCols, b.numCols);
    DMatrixRMaj product = new DMatrixRMaj(a.numRows, b.numRows);
    multiply(a, copy(b), b.numCols, CblasTrans, product);
    return product;
  }

  /**
   * A product of m × n.
   *
   * @param b freed
   * @param columns columns of b as it lies in memory
   */
  private static void multiply(
      DMatrixRMaj a, DoublePointer b, int columns, int transposition, DMatrixRMaj product) {
    try (b;
        DoublePointer left = copy(a)) {
      multiply(left, a.numCols, CblasNoTrans, b, columns, transposition, a.numCols, product);
    }
  }

  /**
   * A product of m × n.
   *
   * @param aColumns columns of a as it lies in memory
   * @param bColumns columns of b as it lies in memory
   * @param k what is summed over
   */
  private static void multiply(
      DoublePointer a,
      int aColumns,
      int aTransposition,
      DoublePointer b,
      int bColumns,
      int bTransposition,
      int k,
      DMatrixRMaj product) {
    int m = product.numRows;
    int n = product.numCols;
    try (DoublePointer out = new DoublePointer((long) m * n)) {
      cblas_dgemm(
          CblasRowMajor,
          aTransposition,
          bTransposition,
          m,
          n,
          k,
          1.0,
          a,
          aColumns,
          b,
          bColumns,
          0.0,
          out,
          n);
      out.get(product.data, 0, m * n);
    }
  }

  @Override
  public Operand operand(DMatrixRMaj a) {
    return new NativeOperand(a.numRows, a.numCols, copy(a));
  }

  @Override
  public Eigen eigen(DMatrixRMaj symmetric) {
    int n = symmetric.numRows;
    double[] values = new double[n];
    DMatrixRMaj vectors = new DMatrixRMaj(n, n);
    try (DoublePointer q = copy(symmetric);
        DoublePointer w = new DoublePointer(n)) {
      // Column-major: eigenvectors come as columns, which are the rows of a row-major matrix.
      int info = LAPACKE_dsyevd(LAPACK_COL_MAJOR, (byte) 'V', (byte) 'L', n, q, n, w);
      if (info != 0) {
        throw new ArithmeticException(
            "eigendecomposition of size %d does not converge: info %d".formatted(n, info));
      }
      w.get(values);
      q.get(vectors.data);
    }
    return new Eigen(values, vectors);
  }

  @Override
  public boolean solvePositive(DMatrixRMaj a, DMatrixRMaj b) {
    Shapes.same("rows", a.numRows, b.numRows);
    int m = a.numRows;
    int n = b.numCols;
    try (DoublePointer factor = copy(a);
        DoublePointer solution = copy(b)) {
      // A symmetric matrix is its transpose: U column by column is L row by row, without a copy.
      if (LAPACKE_dpotrf(LAPACK_COL_MAJOR, (byte) 'U', m, factor, m) != 0) {
        return false;
      }
      triangular(CblasNoTrans, factor, m, solution, n);
      triangular(CblasTrans, factor, m, solution, n);
      solution.get(b.data);
    }
    return true;
  }

  private static void triangular(
      int transposition, DoublePointer factor, int m, DoublePointer solution, int n) {
    cblas_dtrsm(
        CblasRowMajor,
        CblasLeft,
        CblasLower,
        transposition,
        CblasNonUnit,
        m,
        n,
        1.0,
        factor,
        m,
        solution,
        n);
  }

  @Override
  public FloatMatrix allocate(int rows, int columns) {
    FloatPointer values = new FloatPointer((long) rows * columns);
    Pointer.memset(values, 0, values.limit() * Float.BYTES);
    return new NativeMatrix(rows, columns, values);
  }

  @Override
  public void multiply(FloatMatrix a, FloatMatrix b, int firstRow, FloatMatrix c) {
    multiply(a, b, firstRow, 0, c);
  }

  @Override
  public void multiplyColumns(FloatMatrix a, FloatMatrix b, int first, int columns, FloatMatrix c) {
    Shapes.product(a, b, 0, c);
    int m = a.rows();
    int k = a.columns();
    int n = b.columns();
    FloatPointer left = ((NativeMatrix) a).values;
    FloatPointer right = new FloatPointer(((NativeMatrix) b).values).position(first);
    FloatPointer out = new FloatPointer(((NativeMatrix) c).values).position(first);
    cblas_sgemm(
        CblasRowMajor,
        CblasNoTrans,
        CblasNoTrans,
        m,
        columns,
        k,
        1f,
        left,
        k,
        right,
        n,
        0f,
        out,
        n);
  }

  @Override
  public void gramOfColumns(FloatMatrix a, FloatMatrix c) {
    Shapes.same("columns", a.columns(), c.columns());
    int n = a.rows();
    int k = a.columns();
    FloatPointer in = ((NativeMatrix) a).values;
    FloatPointer out = ((NativeMatrix) c).values;
    cblas_ssyrk(CblasRowMajor, CblasUpper, CblasTrans, k, n, 1f, in, k, 0f, out, k);
  }

  @Override
  public boolean factorPositive(FloatMatrix a) {
    Shapes.same("rows and columns", a.rows(), a.columns());
    FloatPointer values = ((NativeMatrix) a).values;
    return LAPACKE_spotrf(LAPACK_COL_MAJOR, (byte) 'U', a.rows(), values, a.rows()) == 0;
  }

  @Override
  public void solveFactored(FloatMatrix factor, float[] d) {
    int m = d.length;
    Shapes.same("rows", factor.rows(), m);
    FloatPointer l = ((NativeMatrix) factor).values;
    try (FloatPointer solution = new FloatPointer(m)) {
      solution.put(d, 0, m);
      // L row by row is U column by column.
      cblas_strsv(CblasColMajor, CblasUpper, CblasTrans, CblasNonUnit, m, l, m, solution, 1);
      cblas_strsv(CblasColMajor, CblasUpper, CblasNoTrans, CblasNonUnit, m, l, m, solution, 1);
      solution.get(d, 0, m);
    }
  }

  @Override
  public void multiplyAdd(FloatMatrix a, FloatMatrix b, int firstRow, FloatMatrix c) {
    multiply(a, b, firstRow, 1, c);
  }

  private static void multiply(
      FloatMatrix a, FloatMatrix b, int firstRow, float kept, FloatMatrix c) {
    Shapes.product(a, b, firstRow, c);
    int m = a.rows();
    int k = a.columns();
    int n = b.columns();
    FloatPointer left = ((NativeMatrix) a).values;
    FloatPointer right = ((NativeMatrix) b).view(firstRow);
    FloatPointer out = ((NativeMatrix) c).values;
    cblas_sgemm(
        CblasRowMajor, CblasNoTrans, CblasNoTrans, m, n, k, 1f, left, k, right, n, kept, out, n);
  }

  private static DoublePointer copy(DMatrixRMaj matrix) {
    DoublePointer pointer = new DoublePointer((long) matrix.getNumElements());
    pointer.put(matrix.data, 0, matrix.getNumElements());
    return pointer;
  }

  private record NativeOperand(int rows, int columns, DoublePointer values) implements Operand {

    @Override
    public DMatrixRMaj times(DMatrixRMaj b) {
      Shapes.same("inner dimensions", columns, b.numRows);
      return product(CblasNoTrans, rows, b);
    }

    @Override
    public DMatrixRMaj transposedTimes(DMatrixRMaj b) {
      Shapes.same("inner dimensions", rows, b.numRows);
      return product(CblasTrans, columns, b);
    }

    private DMatrixRMaj product(int transposition, int m, DMatrixRMaj b) {
      DMatrixRMaj product = new DMatrixRMaj(m, b.numCols);
      try (DoublePointer right = copy(b)) {
        multiply(
            values, columns, transposition, right, b.numCols, CblasNoTrans, b.numRows, product);
      }
      return product;
    }

    @Override
    public void close() {
      values.close();
    }
  }

  private record NativeMatrix(int rows, int columns, FloatPointer values) implements FloatMatrix {

    @Override
    public void set(int firstRow, int count, float[] source) {
      view(firstRow).put(source, 0, count * columns);
    }

    @Override
    public void get(int firstRow, int count, float[] target) {
      view(firstRow).get(target, 0, count * columns);
    }

    /** The values from a row on; the pointer's own position may be in use by another thread. */
    private FloatPointer view(int firstRow) {
      return new FloatPointer(values).position((long) firstRow * columns);
    }

    @Override
    public void close() {
      values.close();
    }
  }
}
