package org.entrain.math;

import java.util.Arrays;
import java.util.List;

/**
 * How well recordings of the same stimulus agree with each other, per voxel: an estimate of what a
 * model of the stimulus can reach. It stands beside a model's score, and never divides it.
 *
 * <p>r of one recording with the mean of the others, every one z-scored over the rows first, so
 * that none weighs more for its scale (leave-one-out intersubject correlation: Hasson et al. 2004;
 * Nastase et al. 2019). It is computed within each set of rows, and the mean over the sets is
 * taken: with the test rows of the outer folds as sets, the ceiling is averaged exactly as scores
 * are; with the rows of each run, a difference between runs cannot pass for agreement.
 *
 * <p>A constant column contributes 0 to a mean and has r = 0, as has a mean that cancels out.
 */
public final class NoiseCeiling {

  private static final int TILE = 256;

  /** Mean square of a mean of z-scores below which only rounding is left of it. */
  private static final double CANCELLED = 1e-24;

  private NoiseCeiling() {}

  /**
   * Each participant against the mean of the others.
   *
   * @param recordings one per participant, all of the same kept rows and voxels
   * @param rowSets row indices of every set, such as the rows of each run
   * @param threads threads, the calling one among them; the result does not depend on them
   * @return participants × voxels
   * @throws IllegalArgumentException if there are fewer than two recordings, their rows or voxels
   *     differ, there is no set, or a set is empty or names a row that does not exist
   */
  public static double[][] acrossParticipants(
      List<? extends VoxelSource> recordings, List<int[]> rowSets, int threads) {
    require(recordings, rowSets);
    int voxels = recordings.get(0).voxels();
    double[][] r = new double[recordings.size()][voxels];
    Parallel.run(
        threads,
        (voxels + TILE - 1) / TILE,
        tile -> {
          int first = tile * TILE;
          addTile(recordings, rowSets, first, Math.min(TILE, voxels - first), r);
        });
    return r;
  }

  /**
   * Each presentation of a repeated stimulus against the mean of the others, averaged over
   * presentations.
   *
   * @param repeats one recording of a participant per presentation
   * @param rowSets as {@link #acrossParticipants} takes them
   * @param threads as {@link #acrossParticipants} takes them
   * @return per voxel
   * @throws IllegalArgumentException as {@link #acrossParticipants} throws it
   */
  public static double[] repeats(
      List<? extends VoxelSource> repeats, List<int[]> rowSets, int threads) {
    double[][] r = acrossParticipants(repeats, rowSets, threads);
    double[] mean = new double[r[0].length];
    Arrays.setAll(mean, v -> Arrays.stream(r).mapToDouble(one -> one[v]).sum() / r.length);
    return mean;
  }

  private static void addTile(
      List<? extends VoxelSource> recordings,
      List<int[]> rowSets,
      int first,
      int count,
      double[][] r) {
    float[][] values = new float[recordings.size()][];
    for (int i = 0; i < values.length; i++) {
      values[i] = new float[recordings.get(i).rows() * count];
      recordings.get(i).read(first, count, values[i]);
    }
    for (int[] rows : rowSets) {
      double[][] mean = new double[values.length][count];
      double[][] scale = new double[values.length][count];
      for (int i = 0; i < values.length; i++) {
        Standardize.statistics(values[i], count, rows, mean[i], scale[i]);
      }
      double[][] z = new double[values.length][rows.length];
      for (int v = 0; v < count; v++) {
        for (int i = 0; i < z.length; i++) {
          for (int t = 0; t < rows.length; t++) {
            z[i][t] = (values[i][rows[t] * count + v] - mean[i][v]) * scale[i][v];
          }
        }
        for (int i = 0; i < z.length; i++) {
          r[i][first + v] += withOthers(z, i) / rowSets.size();
        }
      }
    }
  }

  /** r of one z-scored recording with the mean of the others, recordings × rows. */
  private static double withOthers(double[][] z, int one) {
    double squares = 0;
    double product = 0;
    double own = 0;
    for (int t = 0; t < z[one].length; t++) {
      double others = 0;
      for (int i = 0; i < z.length; i++) {
        others += i == one ? 0 : z[i][t];
      }
      others /= z.length - 1;
      squares += others * others;
      product += z[one][t] * others;
      own += z[one][t] * z[one][t];
    }
    boolean constant = own == 0 || squares <= CANCELLED * z[one].length;
    return constant ? 0 : Math.max(-1, Math.min(1, product / Math.sqrt(own * squares)));
  }

  private static void require(List<? extends VoxelSource> recordings, List<int[]> rowSets) {
    if (recordings.size() < 2) {
      throw new IllegalArgumentException(
          "a noise ceiling needs two recordings, got " + recordings.size());
    }
    int rows = recordings.get(0).rows();
    for (VoxelSource recording : recordings) {
      Shapes.same("rows of recordings", rows, recording.rows());
      Shapes.same("voxels of recordings", recordings.get(0).voxels(), recording.voxels());
    }
    if (rowSets.isEmpty()) {
      throw new IllegalArgumentException("a noise ceiling needs a set of rows, got 0");
    }
    for (int s = 0; s < rowSets.size(); s++) {
      if (rowSets.get(s).length == 0) {
        throw new IllegalArgumentException("set %d has no rows".formatted(s));
      }
      for (int row : rowSets.get(s)) {
        if (row < 0 || row >= rows) {
          throw new IllegalArgumentException(
              "set %d names row %d of %d rows".formatted(s, row, rows));
        }
      }
    }
  }
}
