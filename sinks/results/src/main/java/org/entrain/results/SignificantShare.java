package org.entrain.results;

/**
 * How much of a recording a layer predicts significantly.
 *
 * @param share share of the tested voxels with q below {@link #LEVEL}, by Benjamini–Hochberg over
 *     all voxels of all fits of the participant; a baseline's over its own
 */
public record SignificantShare(
    String model, long step, int layer, String variant, String participant, double share) {

  /** False discovery rate that is accepted. */
  public static final double LEVEL = 0.05;
}
