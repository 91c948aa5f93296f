package org.entrain.results;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Figures of a fit over its voxels, so that no question has to read them: quantiles and a histogram
 * of r (mean over folds), and counts of the p-values that can be significant.
 *
 * @param r mean r of every voxel that has one, ascending
 * @param tested voxels that have a p
 * @param smallP voxels by their p, of p below {@link SignificantShare#LEVEL}: q is never below p
 */
record FitFigures(double[] r, int tested, Map<Double, Integer> smallP) {

  /** Quantiles that are kept, in the order of the ledger's columns. */
  private static final double[] QUANTILES = {0, .05, .25, .5, .75, .95, 1};

  /**
   * Figures.
   *
   * @param means mean r by voxel; NaN for none
   * @param p p by voxel, NaN for none; may be empty
   */
  static FitFigures of(double[] means, double[] p) {
    double[] r = Arrays.stream(means).filter(value -> !Double.isNaN(value)).sorted().toArray();
    int tested = 0;
    Map<Double, Integer> small = new TreeMap<>();
    for (double value : p) {
      tested += Double.isNaN(value) ? 0 : 1;
      if (value < SignificantShare.LEVEL) {
        small.merge(value, 1, Integer::sum);
      }
    }
    return new FitFigures(r, tested, small);
  }

  /** Number of tested voxels, then the quantiles of r, as columns of the ledger. */
  @Nullable Object[] columns() {
    @Nullable Object[] columns = new @Nullable Object[1 + QUANTILES.length];
    columns[0] = tested;
    for (int i = 0; i < QUANTILES.length && r.length > 0; i++) {
      columns[i + 1] = quantile(QUANTILES[i]);
    }
    return columns;
  }

  /** Quantile between the two nearest voxels, by linear interpolation. */
  private double quantile(double share) {
    double place = share * (r.length - 1);
    int below = (int) place;
    int above = Math.min(below + 1, r.length - 1);
    return r[below] + (place - below) * (r[above] - r[below]);
  }

  /** Rows of the table of histograms; bins without voxels have none. */
  List<@Nullable Object[]> histogramRows(long fit) {
    int[] bins = new int[RHistogram.BINS];
    for (double value : r) {
      bins[RHistogram.bin(value)]++;
    }
    List<@Nullable Object[]> rows = new ArrayList<>();
    for (int bin = 0; bin < bins.length; bin++) {
      if (bins[bin] > 0) {
        rows.add(new @Nullable Object[] {fit, bin, bins[bin]});
      }
    }
    return rows;
  }

  /** Rows of the table of small p-values. */
  List<@Nullable Object[]> smallPRows(long fit) {
    List<@Nullable Object[]> rows = new ArrayList<>();
    smallP.forEach((p, voxels) -> rows.add(new @Nullable Object[] {fit, p, voxels}));
    return rows;
  }
}
