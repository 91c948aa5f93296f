package org.entrain.results;

import java.util.ArrayList;
import java.util.List;
import org.entrain.schemas.avro.Score;
import org.jspecify.annotations.Nullable;

/** Means of a fit, summed while its rows are written, as rows of the ledger. */
final class FitTotals {

  private final Score any;
  private final double[] sums;
  private final double[] accuracies;
  private long values;

  /**
   * @param any a block of the fit, for what is equal in all of them
   */
  FitTotals(Score any) {
    this.any = any;
    sums = new double[any.getFolds()];
    accuracies = new double[any.getFolds()];
  }

  /**
   * Adds a voxel's scores.
   *
   * @param accuracy NaN without a classification
   */
  void add(int fold, double r, double accuracy) {
    sums[fold] += r;
    accuracies[fold] += accuracy;
    values++;
  }

  /** Row of {@link DuckDbSchema#FITS}. */
  @Nullable Object[] row(FitKey key, long fit) {
    double sum = 0;
    for (double fold : sums) {
      sum += fold;
    }
    return new @Nullable Object[] {
      key.unit(),
      key.layer(),
      key.variant(),
      key.participant(),
      fit,
      any.getSettings(),
      any.getRecording(),
      any.getRows(),
      any.getTotalVoxels(),
      any.getFolds(),
      sum / values,
      largest(any.getLowEndShare()),
      largest(any.getHighEndShare()),
      any.getConstantColumns(),
      any.getEngine(),
      any.getPermutations()
    };
  }

  /** Rows of {@link DuckDbSchema#FOLDS}. */
  List<@Nullable Object[]> foldRows(long fit) {
    List<@Nullable Object[]> rows = new ArrayList<>();
    double voxels = (double) values / sums.length;
    for (int fold = 0; fold < sums.length; fold++) {
      rows.add(
          new @Nullable Object[] {
            fit,
            fold,
            sums[fold] / voxels,
            value(any.getInnerR2(), fold),
            value(any.getLowEndShare(), fold),
            value(any.getHighEndShare(), fold),
            Double.isNaN(accuracies[fold]) ? null : accuracies[fold] / voxels
          });
    }
    return rows;
  }

  /** Rows of {@link DuckDbSchema#BLOCK_PARTS}; none for scores of earlier versions. */
  List<@Nullable Object[]> blockRows(long fit) {
    List<@Nullable Object[]> rows = new ArrayList<>();
    for (int block = 0; block < any.getBlockParts().size(); block++) {
      rows.add(new @Nullable Object[] {fit, block, any.getBlockParts().get(block)});
    }
    return rows;
  }

  private static @Nullable Double value(List<Double> values, int fold) {
    return fold < values.size() && !values.get(fold).isNaN() ? values.get(fold) : null;
  }

  private static double largest(List<Double> shares) {
    return shares.stream().mapToDouble(Double::doubleValue).max().orElse(0);
  }
}
