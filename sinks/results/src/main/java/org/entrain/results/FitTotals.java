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
  private final OverVoxels over;
  private final double[] sums;
  private final double[] accuracies;
  private final double[] voxelSums;
  private final double[] p;
  private long values;

  /**
   * @param blocks all blocks of the fit
   */
  FitTotals(List<Score> blocks) {
    any = blocks.get(0);
    over = new OverVoxels(blocks);
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
      largest(over.lowEndShare()),
      largest(over.highEndShare()),
      over.constantColumns(),
      over.texts(Score::getEngine),
      any.getPermutations()
    };
    @Nullable Object[] computedBy = {
      known(over.texts(Score::getCodeVersion)), known(over.texts(Score::getLibraries))
    };
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
    double[] innerR2 = over.innerR2();
    double[] lowEndShare = over.lowEndShare();
    double[] highEndShare = over.highEndShare();
    for (int fold = 0; fold < sums.length; fold++) {
      rows.add(
          new @Nullable Object[] {
            fit,
            fold,
            sums[fold] / voxels,
            value(innerR2, fold),
            value(lowEndShare, fold),
            value(highEndShare, fold),
            Double.isNaN(accuracies[fold]) ? null : accuracies[fold] / voxels
          });
    }
    return rows;
  }

  /** Parts of r by block of test rows; none for scores of earlier versions. */
  double[] blockParts() {
    return over.blockParts();
  }

  /** Rows of the table of parts by block. */
  List<@Nullable Object[]> blockRows(long fit) {
    List<@Nullable Object[]> rows = new ArrayList<>();
    double[] parts = blockParts();
    for (int block = 0; block < parts.length; block++) {
      rows.add(new @Nullable Object[] {fit, block, parts[block]});
    }
    return rows;
  }

  private static @Nullable Double value(double[] values, int fold) {
    return fold < values.length && !Double.isNaN(values[fold]) ? values[fold] : null;
  }

  private static double largest(double[] shares) {
    return Arrays.stream(shares).max().orElse(0);
  }
}
