package org.entrain.results;

/**
 * Scores of a fit; the arrays are its own.
 *
 * @param fit what they are of
 * @param r Pearson's r, shape [folds, voxels]
 * @param p of every voxel over all folds, shape [voxels]; NaN without a test
 */
public record FitScores(StoredFit fit, double[] r, double[] p) {

  /** Mean r of every voxel over the folds, shape [voxels]. */
  public double[] meanR() {
    double[] mean = new double[fit.voxels()];
    for (int cell = 0; cell < r.length; cell++) {
      mean[cell % mean.length] += r[cell];
    }
    for (int voxel = 0; voxel < mean.length; voxel++) {
      mean[voxel] /= fit.folds();
    }
    return mean;
  }

  /** Whether voxels were tested. */
  public boolean tested() {
    return fit.permutations() > 0;
  }
}
