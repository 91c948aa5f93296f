package org.entrain.math;

import java.util.ArrayList;
import java.util.List;
import org.ejml.data.DMatrixRMaj;
import org.entrain.math.LinearAlgebra.FloatMatrix;

/**
 * Weighted sums of squared held-out residuals as quadratic forms. With E_λ the operator of all held
 * rows ({@link HeldOut}) and W their weights, Σ w e² = yᵀ M_λ y with M_λ = E_λᵀ W E_λ. M is
 * symmetric, so half of it serves: rows i and columns j ≥ i, off the diagonal doubled. W itself is
 * part of every M_λ and is left out of the products. The rest is nearly dependent over penalties
 * ({@link Basis}), so about 10 half products replace 17 whole ones: a quarter of the arithmetic.
 */
final class QuadraticErrors implements InnerErrors {

  /** Rows of a product: the part of a block below the diagonal is wasted. */
  private static final int BLOCK = 64;

  private final LinearAlgebra algebra;
  private final double[] weights;
  private final double[][] shares;
  private final List<FloatMatrix> blocks;

  private QuadraticErrors(
      LinearAlgebra algebra, double[] weights, double[][] shares, List<FloatMatrix> blocks) {
    this.algebra = algebra;
    this.weights = weights;
    this.shares = shares;
    this.blocks = blocks;
  }

  /**
   * Prepares the forms of all penalties.
   *
   * @param weights of the rows, n
   */
  static QuadraticErrors of(
      LinearAlgebra algebra,
      int threads,
      Spectrum kernel,
      PenaltyChoice choice,
      List<InnerFold> folds,
      double[] weights) {
    double[] lambdas = choice.grid();
    float[][] forms = new float[lambdas.length][];
    Parallel.run(
        threads,
        lambdas.length,
        l -> {
          DMatrixRMaj g = kernel.inverse(algebra, lambdas[l], choice.intercept());
          forms[l] = packed(form(algebra, g, folds, weights), weights);
        });
    Basis basis = Basis.of(algebra, threads, forms);
    return new QuadraticErrors(
        algebra, weights, basis.weights(), stacked(algebra, basis, kernel.size()));
  }

  /** M = Eᵀ W E. */
  private static DMatrixRMaj form(
      LinearAlgebra algebra, DMatrixRMaj g, List<InnerFold> folds, double[] weights) {
    int n = g.numCols;
    DMatrixRMaj residuals = new DMatrixRMaj(n, n);
    int row = 0;
    for (InnerFold fold : folds) {
      HeldOut.operator(algebra, g, fold, residuals.data, row);
      for (int held : fold.held()) {
        double root = Math.sqrt(weights[held]);
        for (int j = row * n; j < (row + 1) * n; j++) {
          residuals.data[j] *= root;
        }
        row++;
      }
    }
    return algebra.gramOfColumns(residuals);
  }

  /** M − W as blocks of rows, each from its first column on; see {@link #stacked}. */
  private static float[] packed(DMatrixRMaj m, double[] weights) {
    int n = m.numCols;
    int size = 0;
    for (int from = 0; from < n; from += BLOCK) {
      size += Math.min(BLOCK, n - from) * (n - from);
    }
    float[] packed = new float[size];
    int at = 0;
    for (int from = 0; from < n; from += BLOCK) {
      for (int i = from; i < Math.min(n, from + BLOCK); i++) {
        packed[at + i - from] = (float) (m.data[i * n + i] - weights[i]);
        for (int j = i + 1; j < n; j++) {
          packed[at + j - from] = (float) (2 * m.data[i * n + j]);
        }
        at += n - from;
      }
    }
    return packed;
  }

  /** One matrix per block of m rows: basis form j stands in rows j·m … j·m + m − 1. */
  private static List<FloatMatrix> stacked(LinearAlgebra algebra, Basis basis, int n) {
    List<FloatMatrix> blocks = new ArrayList<>();
    int rank = basis.rank();
    int at = 0;
    for (int from = 0; from < n && rank > 0; from += BLOCK) {
      int size = Math.min(BLOCK, n - from) * (n - from);
      float[] block = new float[rank * size];
      for (int j = 0; j < rank; j++) {
        System.arraycopy(basis.vectors()[j], at, block, j * size, size);
      }
      FloatMatrix matrix = algebra.allocate(block.length / (n - from), n - from);
      matrix.set(block);
      blocks.add(matrix);
      at += size;
    }
    return blocks;
  }

  @Override
  public void of(Panel y, double[] error, double[] total) {
    int width = y.width();
    int rank = shares.length == 0 ? 0 : shares[0].length;
    double[] products = new double[rank * width];
    float[] p = new float[rank * BLOCK * width];
    if (rank > 0) {
      try (FloatMatrix product = algebra.allocate(rank * BLOCK, width)) {
        for (int b = 0; b < blocks.size(); b++) {
          FloatMatrix block = blocks.get(b);
          algebra.multiply(block, y.matrix(), b * BLOCK, product);
          product.get(0, block.rows(), p);
          int rows = block.rows() / rank;
          for (int j = 0; j < rank; j++) {
            Columns.addProducts(
                p,
                j * rows * width,
                y.values(),
                b * BLOCK * width,
                rows,
                width,
                products,
                j * width);
          }
        }
      }
    }
    Columns.weightedSquares(y, weights, total);
    for (int l = 0; l < shares.length; l++) {
      System.arraycopy(total, 0, error, l * width, width);
      for (int j = 0; j < rank; j++) {
        Columns.addScaled(shares[l][j], products, j * width, error, l * width, width);
      }
    }
  }

  @Override
  public void close() {
    blocks.forEach(FloatMatrix::close);
  }
}
