package org.entrain.math;

/**
 * Scores of one recording under one design. Arrays are folds × voxels, row-major by fold.
 *
 * @param folds number of outer folds, K
 * @param voxels number of voxels, V
 * @param r Pearson correlation of prediction and recording; 0 where either is constant
 * @param r2 1 − residual / total sum of squares of the standardised test rows
 * @param lambdaIndex index of the chosen penalty in {@code lambdas}
 * @param lambdas the grid
 * @param shareAtLowEnd per fold, share of voxels that chose the smallest penalty
 * @param shareAtHighEnd per fold, share of voxels that chose the largest penalty
 * @param constantColumns voxel-folds whose recorded or predicted test column is constant
 * @param innerR2 per fold, mean over voxels of 1 − held-out error / error of predicting 0 at the
 *     chosen penalty, errors as the criterion has them (for {@link Criterion#FOLD_R2} the mean R²
 *     of inner folds); compares designs fitted by one criterion without a look at test rows
 * @param blockParts part of every block of test rows in r, over all folds, mean over voxels and
 *     folds: their sum is the mean r, but for columns that single precision cannot square
 * @param p per voxel, significance of the mean of r over folds; empty without a test
 * @param accuracy share of correct draws of the classification; empty without one
 * @param engine form of the solution, and name of the linear algebra that computed it
 */
public record EncodingScores(
    int folds,
    int voxels,
    double[] r,
    double[] r2,
    byte[] lambdaIndex,
    double[] lambdas,
    double[] shareAtLowEnd,
    double[] shareAtHighEnd,
    int constantColumns,
    double[] innerR2,
    double[] blockParts,
    double[] p,
    double[] accuracy,
    String engine) {

  /** Mean of r over the folds, per voxel. */
  public double[] meanR() {
    return meanOverFolds(r);
  }

  /** Mean of R² over the folds, per voxel. */
  public double[] meanR2() {
    return meanOverFolds(r2);
  }

  private double[] meanOverFolds(double[] scores) {
    double[] mean = new double[voxels];
    for (int v = 0; v < voxels; v++) {
      double sum = 0;
      for (int k = 0; k < folds; k++) {
        sum += scores[k * voxels + v];
      }
      mean[v] = sum / folds;
    }
    return mean;
  }
}
