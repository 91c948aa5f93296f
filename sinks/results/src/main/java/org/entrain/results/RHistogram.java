package org.entrain.results;

import java.util.List;

/**
 * Distribution of r over the voxels of a fit, each voxel's r its mean over folds.
 *
 * @param fit number of the fit
 * @param voxels voxels in each of {@link #BINS} bins of width {@link #WIDTH} from −1 on; a bin has
 *     its lower end, the last one 1 too
 */
public record RHistogram(long fit, List<Integer> voxels) {

  /** Number of bins. */
  public static final int BINS = 100;

  /** Width of a bin. */
  public static final double WIDTH = 2.0 / BINS;

  public RHistogram {
    voxels = List.copyOf(voxels);
    if (voxels.size() != BINS) {
      throw new IllegalArgumentException("%d bins: %d".formatted(BINS, voxels.size()));
    }
  }

  /** Lower end of a bin. */
  public static double from(int bin) {
    return -1 + bin * WIDTH;
  }

  static int bin(double r) {
    return (int) Math.max(0, Math.min(BINS - 1, Math.floor((r + 1) * BINS / 2)));
  }
}
