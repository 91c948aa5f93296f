package org.entrain.math;

import java.util.Comparator;
import java.util.stream.IntStream;
import org.ejml.data.DMatrixRMaj;
import org.ejml.data.FMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.ejml.dense.row.CommonOps_FDRM;
import org.ejml.dense.row.decomposition.TriangularSolver_FDRM;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.dense.row.factory.DecompositionFactory_FDRM;
import org.ejml.dense.row.factory.LinearSolverFactory_DDRM;

/** {@link LinearAlgebra} in Java alone, for machines on which no native library loads. */
final class EjmlAlgebra implements LinearAlgebra {

  @Override
  public String name() {
    return "EJML";
  }

  @Override
  public DMatrixRMaj gram(DMatrixRMaj a) {
    DMatrixRMaj product = new DMatrixRMaj(a.numRows, a.numRows);
    CommonOps_DDRM.multTransB(a, a, product);
    return product;
  }

  @Override
  public void gram(DMatrixRMaj a, int[] rows, double[] scale, DMatrixRMaj product) {
    Shapes.same("columns and scales", a.numCols, scale.length);
    Shapes.same("rows and columns of product", rows.length, product.numCols);
    DMatrixRMaj scaled = new DMatrixRMaj(rows.length, a.numCols);
    for (int i = 0; i < rows.length; i++) {
      System.arraycopy(a.data, rows[i] * a.numCols, scaled.data, i * a.numCols, a.numCols);
    }
    CommonOps_DDRM.multCols(scaled, scale);
    CommonOps_DDRM.multTransB(scaled, scaled, product);
  }

  @Override
  public DMatrixRMaj gramOfColumns(DMatrixRMaj a) {
    DMatrixRMaj product = new DMatrixRMaj(a.numCols, a.numCols);
    CommonOps_DDRM.multTransA(a, a, product);
    return product;
  }

  @Override
  public DMatrixRMaj multiply(DMatrixRMaj a, DMatrixRMaj b) {
    Shapes.same("inner dimensions", a.numCols, b.numRows);
    DMatrixRMaj product = new DMatrixRMaj(a.numRows, b.numCols);
    CommonOps_DDRM.mult(a, b, product);
    return product;
  }

  @Override
  public void multiply(DMatrixRMaj a, DMatrixRMaj b, int firstRow, DMatrixRMaj product) {
    Shapes.product(a, b, firstRow, product);
    DMatrixRMaj rows = CommonOps_DDRM.extract(b, firstRow, firstRow + a.numCols, 0, b.numCols);
    CommonOps_DDRM.mult(a, rows, product);
  }

  @Override
  public DMatrixRMaj multiplyTransposed(DMatrixRMaj a, DMatrixRMaj b) {
    Shapes.same("inner dimensions", a.numCols, b.numCols);
    DMatrixRMaj product = new DMatrixRMaj(a.numRows, b.numRows);
    CommonOps_DDRM.multTransB(a, b, product);
    return product;
  }

  @Override
  public Operand operand(DMatrixRMaj a) {
    return new HeapOperand(a.copy());
  }

  @Override
  public Eigen eigen(DMatrixRMaj symmetric) {
    int n = symmetric.numRows;
    var decomposition = DecompositionFactory_DDRM.eig(n, true, true);
    if (!decomposition.decompose(symmetric.copy())) {
      throw new ArithmeticException("eigendecomposition of size " + n + " does not converge");
    }
    // EJML leaves the order of eigenvalues open.
    int[] order =
        IntStream.range(0, n)
            .boxed()
            .sorted(Comparator.comparingDouble(i -> decomposition.getEigenvalue(i).getReal()))
            .mapToInt(Integer::intValue)
            .toArray();
    double[] values = new double[n];
    DMatrixRMaj vectors = new DMatrixRMaj(n, n);
    for (int i = 0; i < n; i++) {
      values[i] = decomposition.getEigenvalue(order[i]).getReal();
      System.arraycopy(decomposition.getEigenVector(order[i]).data, 0, vectors.data, i * n, n);
    }
    return new Eigen(values, vectors);
  }

  @Override
  public boolean solvePositive(DMatrixRMaj a, DMatrixRMaj b) {
    Shapes.same("rows", a.numRows, b.numRows);
    var solver = LinearSolverFactory_DDRM.chol(a.numRows);
    if (!solver.setA(a)) {
      return false;
    }
    DMatrixRMaj solution = new DMatrixRMaj(b.numRows, b.numCols);
    solver.solve(b, solution);
    b.setTo(solution);
    return true;
  }

  @Override
  public FloatMatrix allocate(int rows, int columns) {
    return new HeapMatrix(new FMatrixRMaj(rows, columns));
  }

  @Override
  public void multiply(FloatMatrix a, FloatMatrix b, int firstRow, FloatMatrix c) {
    CommonOps_FDRM.mult(left(a), right(a, b, firstRow, c), target(a, c));
  }

  @Override
  public void multiplyAdd(FloatMatrix a, FloatMatrix b, int firstRow, FloatMatrix c) {
    CommonOps_FDRM.multAdd(left(a), right(a, b, firstRow, c), target(a, c));
  }

  @Override
  public void multiplyColumns(FloatMatrix a, FloatMatrix b, int first, int columns, FloatMatrix c) {
    Shapes.product(a, b, 0, c);
    FMatrixRMaj right = CommonOps_FDRM.extract(left(b), 0, a.columns(), first, first + columns);
    FMatrixRMaj product = CommonOps_FDRM.mult(left(a), right, null);
    CommonOps_FDRM.insert(product, left(c), 0, first);
  }

  @Override
  public void gramOfColumns(FloatMatrix a, FloatMatrix c) {
    CommonOps_FDRM.multTransA(left(a), left(a), left(c));
  }

  @Override
  public boolean factorPositive(FloatMatrix a) {
    var cholesky = DecompositionFactory_FDRM.chol(a.rows(), true);
    FMatrixRMaj symmetric = left(a).copy();
    CommonOps_FDRM.symmLowerToFull(symmetric);
    // EJML takes NaN for positive.
    if (!Columns.finite(symmetric.data, a.rows(), a.columns()) || !cholesky.decompose(symmetric)) {
      return false;
    }
    cholesky.getT(left(a));
    return true;
  }

  @Override
  public void solveFactored(FloatMatrix factor, float[] d) {
    TriangularSolver_FDRM.solveL(left(factor).data, d, d.length);
    TriangularSolver_FDRM.solveTranL(left(factor).data, d, d.length);
  }

  private static FMatrixRMaj left(FloatMatrix a) {
    return ((HeapMatrix) a).values;
  }

  private static FMatrixRMaj right(FloatMatrix a, FloatMatrix b, int firstRow, FloatMatrix c) {
    Shapes.product(a, b, firstRow, c);
    FMatrixRMaj all = ((HeapMatrix) b).values;
    return a.columns() == b.rows()
        ? all
        : CommonOps_FDRM.extract(all, firstRow, firstRow + a.columns(), 0, all.numCols);
  }

  /** The first rows of c, as many as the product has. */
  private static FMatrixRMaj target(FloatMatrix a, FloatMatrix c) {
    return FMatrixRMaj.wrap(a.rows(), c.columns(), ((HeapMatrix) c).values.data);
  }

  private record HeapOperand(DMatrixRMaj a) implements Operand {

    @Override
    public DMatrixRMaj times(DMatrixRMaj b) {
      return CommonOps_DDRM.mult(a, b, null);
    }

    @Override
    public DMatrixRMaj transposedTimes(DMatrixRMaj b) {
      return CommonOps_DDRM.multTransA(a, b, null);
    }

    @Override
    public void close() {}
  }

  private record HeapMatrix(FMatrixRMaj values) implements FloatMatrix {

    @Override
    public int rows() {
      return values.numRows;
    }

    @Override
    public int columns() {
      return values.numCols;
    }

    @Override
    public void set(int firstRow, int count, float[] source) {
      System.arraycopy(source, 0, values.data, firstRow * columns(), count * columns());
    }

    @Override
    public void get(int firstRow, int count, float[] target) {
      System.arraycopy(values.data, firstRow * columns(), target, 0, count * columns());
    }

    @Override
    public void close() {}
  }
}
