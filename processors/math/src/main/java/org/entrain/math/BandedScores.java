package org.entrain.math;

import java.util.List;

/**
 * Scores of one recording under a joint model of several bands.
 *
 * @param scores of the joint prediction
 * @param bands names of the bands, in order
 * @param candidates weights that were tried, candidates × bands
 * @param candidate index of the chosen weights, folds × voxels, row-major by fold
 * @param split shares of the bands in the joint prediction, means over folds
 */
public record BandedScores(
    EncodingScores scores,
    List<String> bands,
    double[][] candidates,
    int[] candidate,
    PredictionSplit split) {

  /** Chosen weight of a band, of the bands at equal variance; weights of a voxel sum to 1. */
  public double weight(int fold, int voxel, int band) {
    return candidates[candidate[fold * scores.voxels() + voxel]][band];
  }

  /** Mean of a band's weight over folds, per voxel. */
  public double[] meanWeight(int band) {
    double[] mean = new double[scores.voxels()];
    for (int k = 0; k < scores.folds(); k++) {
      for (int v = 0; v < mean.length; v++) {
        mean[v] += weight(k, v, band) / scores.folds();
      }
    }
    return mean;
  }

  /**
   * What the other bands add to one of them: mean r of the joint model less that of a model of the
   * band alone, per voxel. Negative where they do harm.
   *
   * @param alone scores of the same recording, rows and folds by fewer bands
   */
  public double[] gainOver(EncodingScores alone) {
    Shapes.same("voxels of joint model and of model alone", scores.voxels(), alone.voxels());
    Shapes.same("folds of joint model and of model alone", scores.folds(), alone.folds());
    double[] gain = scores.meanR();
    double[] less = alone.meanR();
    for (int v = 0; v < gain.length; v++) {
      gain[v] -= less[v];
    }
    return gain;
  }
}
