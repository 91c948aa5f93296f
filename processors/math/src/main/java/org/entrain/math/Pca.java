package org.entrain.math;

import org.ejml.data.DMatrixRMaj;
import org.ejml.data.FMatrixRMaj;

/**
 * Principal components of rows: centred, not whitened, as scikit-learn's {@code PCA} computes them.
 * The component's largest loading by magnitude is positive, which settles its sign.
 */
public final class Pca {

  private final double[] mean;
  private final DMatrixRMaj loadings; // H × k
  private final LinearAlgebra algebra;

  private Pca(double[] mean, DMatrixRMaj loadings, LinearAlgebra algebra) {
    this.mean = mean;
    this.loadings = loadings;
    this.algebra = algebra;
  }

  /**
   * Fits k components by the eigendecomposition of the covariance (H × H) in double precision.
   *
   * @param x samples × H, not modified
   * @param rows samples to fit on
   * @param k components, at most the smaller of {@code rows.length} and H
   */
  public static Pca fit(LinearAlgebra algebra, FMatrixRMaj x, int[] rows, int k) {
    int width = x.numCols;
    if (k < 1 || k > Math.min(rows.length, width)) {
      throw new IllegalArgumentException(
          "%d components of %d rows × %d features".formatted(k, rows.length, width));
    }
    double[] mean = new double[width];
    for (int row : rows) {
      for (int j = 0; j < width; j++) {
        mean[j] += x.data[row * width + j] / (double) rows.length;
      }
    }
    DMatrixRMaj centred = new DMatrixRMaj(width, rows.length);
    for (int i = 0; i < rows.length; i++) {
      for (int j = 0; j < width; j++) {
        centred.data[j * rows.length + i] = x.data[rows[i] * width + j] - mean[j];
      }
    }
    DMatrixRMaj vectors = algebra.eigen(algebra.gram(centred)).vectors();
    DMatrixRMaj loadings = new DMatrixRMaj(width, k);
    for (int c = 0; c < k; c++) {
      int row = (width - 1 - c) * width;
      int largest = row;
      for (int j = row; j < row + width; j++) {
        if (Math.abs(vectors.data[j]) > Math.abs(vectors.data[largest])) {
          largest = j;
        }
      }
      double sign = Math.signum(vectors.data[largest]);
      for (int j = 0; j < width; j++) {
        loadings.data[j * k + c] = sign * vectors.data[row + j];
      }
    }
    return new Pca(mean, loadings, algebra);
  }

  /** Scores of all rows: rows × H to rows × k. */
  public FMatrixRMaj project(FMatrixRMaj x) {
    Shapes.same("features", x.numCols, mean.length);
    DMatrixRMaj centred = new DMatrixRMaj(x.numRows, x.numCols);
    for (int i = 0; i < x.numRows; i++) {
      for (int j = 0; j < x.numCols; j++) {
        centred.data[i * x.numCols + j] = x.data[i * x.numCols + j] - mean[j];
      }
    }
    DMatrixRMaj scores = algebra.multiply(centred, loadings);
    FMatrixRMaj projected = new FMatrixRMaj(x.numRows, loadings.numCols);
    for (int i = 0; i < projected.getNumElements(); i++) {
      projected.data[i] = (float) scores.data[i];
    }
    return projected;
  }
}
