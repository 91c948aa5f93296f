package org.entrain.math;

import org.ejml.data.DMatrixRMaj;
import org.entrain.math.LinearAlgebra.FloatMatrix;

/**
 * Held-out predictions of one inner fold for all penalties, p_λ = Σ_j w_λj basis_j · input.
 *
 * @param held training rows predicted
 * @param rank number of basis matrices; 0 if all predictions are 0
 * @param basis rank·m × inputs: basis matrix j stands in rows j·m … j·m + m − 1, for m held rows
 * @param coefficients penalties × inner products: residual sums of squares from the products of a
 *     recording and its basis predictions
 */
record HeldOutBlock(int[] held, int rank, FloatMatrix basis, DMatrixRMaj coefficients)
    implements AutoCloseable {

  static HeldOutBlock of(LinearAlgebra algebra, Basis basis, int[] held, int inputs) {
    int rank = basis.rank();
    // One unused matrix at rank 0 keeps the memory non-empty.
    FloatMatrix matrix = algebra.allocate(Math.max(1, rank) * held.length, inputs);
    for (int j = 0; j < rank; j++) {
      matrix.set(j * held.length, held.length, basis.vectors()[j]);
    }
    return new HeldOutBlock(held, rank, matrix, coefficients(basis.weights(), rank));
  }

  /** Rows of the products with the basis. */
  int products() {
    return basis.rows();
  }

  /**
   * Adds the fold's part of the criterion: 1 − R², or the weighted squared error.
   *
   * @param input what the basis applies to, inputs × width
   * @param product room for {@link #products} rows × width
   * @param recorded held rows × width, scaled by the roots of their weights
   * @param perFold whether errors are divided by the fold's sum of squares about its own mean
   * @param error penalties × width
   * @param total width: what predicting 0 (the fold's mean) would add; per fold 1, as {@link
   *     InnerErrors#of} has it
   */
  void addErrors(
      LinearAlgebra algebra,
      FloatMatrix input,
      FloatMatrix product,
      float[] recorded,
      boolean perFold,
      double[] error,
      double[] total) {
    int m = held.length;
    int width = input.columns();
    float[] p = new float[rank * m * width];
    if (rank > 0) {
      algebra.multiply(basis, input, 0, product);
      product.get(0, rank * m, p);
    }
    DMatrixRMaj products =
        DMatrixRMaj.wrap(coefficients.numCols, width, Columns.pairs(p, rank, recorded, m, width));
    DMatrixRMaj residual = algebra.multiply(coefficients, products);
    addErrors(recorded, residual.data, perFold, error, total);
  }

  /**
   * Adds a fold's part of the criterion.
   *
   * @param recorded held rows × width, scaled by the roots of their weights
   * @param residual sums of squares, penalties × width
   */
  static void addErrors(
      float[] recorded, double[] residual, boolean perFold, double[] error, double[] total) {
    int width = total.length;
    if (perFold) {
      int rows = recorded.length / width;
      addRatios(residual, Columns.squaresAboutMean(recorded, rows, width), error, total);
    } else {
      Columns.addProducts(recorded, 0, 1, recorded, 0, recorded.length / width, width, total);
      Columns.addScaled(1, residual, 0, error, 0, error.length);
    }
  }

  /** 1 − R², of a constant column 1; one that is constant and predicted exactly does not count. */
  private static void addRatios(
      double[] residual, double[] squares, double[] error, double[] total) {
    int width = squares.length;
    boolean[] counts = new boolean[width];
    for (int at = 0; at < error.length; at++) {
      int v = at % width;
      if (squares[v] > 0 || residual[at] != 0) {
        error[at] += squares[v] > 0 ? residual[at] / squares[v] : 1;
        counts[v] = true;
      }
    }
    for (int v = 0; v < width; v++) {
      total[v] += counts[v] ? 1 : 0;
    }
  }

  /**
   * What each inner product contributes to |y − Σ w_j p_j|² = |y|² − 2 Σ w_j y·p_j + Σ w_j w_k
   * p_j·p_k: first |y|², then for every j the product y·p_j and the products p_j·p_k for k ≤ j.
   */
  private static DMatrixRMaj coefficients(double[][] weights, int rank) {
    DMatrixRMaj coefficients = new DMatrixRMaj(weights.length, 1 + rank + rank * (rank + 1) / 2);
    for (int l = 0; l < weights.length; l++) {
      int column = 0;
      coefficients.set(l, column++, 1);
      for (int j = 0; j < rank; j++) {
        coefficients.set(l, column++, -2 * weights[l][j]);
        for (int k = 0; k <= j; k++) {
          double pair = weights[l][j] * weights[l][k];
          coefficients.set(l, column++, j == k ? pair : 2 * pair);
        }
      }
    }
    return coefficients;
  }

  @Override
  public void close() {
    basis.close();
  }
}
