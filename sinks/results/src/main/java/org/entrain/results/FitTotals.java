package org.entrain.results;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.entrain.schemas.avro.Score;
import org.jspecify.annotations.Nullable;

/** What a fit's scores come to, summed while its rows are written, as rows of the tables. */
final class FitTotals {

  private final Score any;
  private final double[] sums;
  private final double[] accuracies;
  private final double[] voxelSums;
  private final double[] p;
  private long values;

  /**
   * @param any a block of the fit, for what is equal in all of them
   */
  FitTotals(Score any) {
    this.any = any;
    sums = new double[any.getFolds()];
    accuracies = new double[any.getFolds()];
    voxelSums = new double[any.getTotalVoxels()];
    p = new double[any.getTotalVoxels()];
    Arrays.fill(p, Double.NaN);
  }

  /**
   * Adds a voxel's scores in a fold.
   *
   * @param accuracy NaN without a classification
   */
  void add(int voxel, int fold, double r, double accuracy) {
    sums[fold] += r;
    accuracies[fold] += accuracy;
    voxelSums[voxel] += r;
    values++;
  }

  /** Sets a voxel's p. */
  void test(int voxel, double value) {
    p[voxel] = value;
  }

  /** Mean r over folds of every voxel. */
  double[] means() {
    return Arrays.stream(voxelSums).map(sum -> sum / sums.length).toArray();
  }

  FitFigures figures() {
    return FitFigures.of(means(), p);
  }

  /**
   * Row of the ledger.
   *
   * @param provenance as {@link FitBlocks#provenance}
   */
  @Nullable Object[] row(FitKey key, long fit, FitFigures figures, @Nullable Object[] provenance) {
    double sum = 0;
    for (double fold : sums) {
      sum += fold;
    }
    @Nullable Object[] fields = {
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
    @Nullable Object[] computedBy = {known(any.getCodeVersion()), known(any.getLibraries())};
    return Stream.of(fields, figures.columns(), provenance, computedBy, inputs())
        .flatMap(Arrays::stream)
        .toArray();
  }

  /** Records that hold the rows it was computed from; NULL where there are none or not known. */
  private @Nullable Object[] inputs() {
    boolean known = any.getInputFirstOffset() >= 0;
    return new @Nullable Object[] {
      known(any.getInputTopic()),
      known ? any.getInputPartition() : null,
      known ? any.getInputFirstOffset() : null,
      known ? any.getInputLastOffset() : null
    };
  }

  private static @Nullable String known(String text) {
    return text.isEmpty() ? null : text;
  }

  /** Rows of the table of folds. */
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

  /** Rows of the table of parts by block; none for scores of earlier versions. */
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
