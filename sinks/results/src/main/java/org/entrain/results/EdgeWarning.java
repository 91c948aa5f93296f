package org.entrain.results;

/**
 * A fit that chose a penalty at an end of its grid for more voxels than the grid can be trusted
 * with.
 *
 * @param lowShare share of voxels at the smallest penalty, in the fold where it is largest
 * @param highShare share of voxels at the largest penalty, in the fold where it is largest
 */
public record EdgeWarning(
    String model,
    long step,
    int layer,
    String variant,
    String participant,
    double lowShare,
    double highShare) {

  /** Share above which a fit is worth a warning. */
  public static final double THRESHOLD = 0.05;
}
