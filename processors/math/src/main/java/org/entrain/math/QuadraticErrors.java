package org.entrain.math;

import java.util.ArrayList;
import java.util.Arrays;
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
  private static final int BLOCK = 32;

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
   * Prepares the forms of some penalties.
   *
   * @param weights of the rows, n
   */
  static QuadraticErrors of(
      LinearAlgebra algebra,
      int threads,
      Spectrum kernel,
      double[] lambdas,
      boolean intercept,
      List<InnerFold> folds,
      double[] weights) {
    float[][] forms = new float[lambdas.length][];
    Parallel.run(
        threads,
        lambdas.length,
        l -> {
          DMatrixRMaj g = kernel.inverse(algebra, lambdas[l], intercept);
          forms[l] = form(algebra, g, folds, weights);
        });
    Basis basis = Basis.of(algebra, threads, forms, Basis.TOLERANCE);
    return new QuadraticErrors(
        algebra, weights, basis.weights(), stacked(algebra, basis, kernel.size()));
  }

  /**
   * M − W, packed, from the predictions' operator O = I − E: with R = √W O it is RᵀR − √W R − (√W
   * R)ᵀ. Nothing cancels, so single precision serves even where predictions are tiny.
   */
  private static float[] form(
      LinearAlgebra algebra, DMatrixRMaj g, List<InnerFold> folds, double[] weights) {
    int n = g.numCols;
    // Row i of the predictions predicts training row i.
    float[] predictions = new float[n * n];
    for (InnerFold fold : folds) {
      float[] held = HeldOut.predictions(algebra, g, fold, weights);
      for (int h = 0; h < fold.held().length; h++) {
        System.arraycopy(held, h * n, predictions, fold.held()[h] * n, n);
      }
    }
    float[] gram = new float[n * n];
    try (FloatMatrix r = algebra.allocate(n, n);
        FloatMatrix product = algebra.allocate(n, n)) {
      r.set(predictions);
      algebra.gramOfColumns(r, product);
      product.get(0, n, gram);
    }
    return packed(gram, predictions, weights);
  }

  /** Blocks of rows, each from its first column on; off the diagonal doubled. */
  private static float[] packed(float[] gram, float[] predictions, double[] weights) {
    int n = weights.length;
    int size = 0;
    for (int from = 0; from < n; from += BLOCK) {
      size += Math.min(BLOCK, n - from) * (n - from);
    }
    float[] packed = new float[size];
    double[] roots = Arrays.stream(weights).map(Math::sqrt).toArray();
    int at = 0;
    for (int from = 0; from < n; from += BLOCK) {
      for (int i = from; i < Math.min(n, from + BLOCK); i++) {
        for (int j = i; j < n; j++) {
          double value =
              gram[i * n + j]
                  - roots[i] * predictions[i * n + j]
                  - roots[j] * predictions[j * n + i];
          packed[at + j - from] = (float) (i == j ? value : 2 * value);
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
    try {
      for (int from = 0; from < n && rank > 0; from += BLOCK) {
        int size = Math.min(BLOCK, n - from) * (n - from);
        float[] block = new float[rank * size];
        for (int j = 0; j < rank; j++) {
          System.arraycopy(basis.vectors()[j], at, block, j * size, size);
        }
        FloatMatrix matrix = algebra.allocate(block.length / (n - from), n - from);
        blocks.add(matrix);
        matrix.set(block);
        at += size;
      }
    } catch (RuntimeException | Error e) {
      blocks.forEach(FloatMatrix::close);
      throw e;
    }
    return blocks;
  }

  @Override
  public void of(Panel y, double[] error, double[] total) {
    int width = y.width();
    int rank = shares.length == 0 ? 0 : shares[0].length;
    double[] products = new double[rank * width];
    float[] p = new float[rank * BLOCK * width];
    FloatMatrix product = y.product(Math.max(1, rank * BLOCK));
    for (int b = 0; b < blocks.size(); b++) {
      FloatMatrix block = blocks.get(b);
      algebra.multiply(block, y.matrix(), b * BLOCK, product);
      product.get(0, block.rows(), p);
      int rows = block.rows() / rank;
      Columns.addProducts(p, rank, y.values(), b * BLOCK * width, rows, width, products);
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
