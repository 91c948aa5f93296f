package org.entrain.encoding;

import java.util.List;
import java.util.concurrent.CancellationException;
import org.entrain.math.VoxelSource;

/**
 * Pearson correlation of every recording with the mean of the others, voxel by voxel, within each
 * run and averaged over runs, so that a difference between runs does not pass for agreement.
 *
 * <p>Each recording's voxel is z-scored over the run's rows beforehand, as for the average
 * participant, so that everybody weighs the same. With z_i the z-scored column of recording i and s
 * = Σ z_i, the others' mean is proportional to s − z_i, and r_i = z_iᵀ(s − z_i) / (‖z_i‖ ‖s −
 * z_i‖). Sums are float64; memory is bounded by reading bands of voxels.
 */
final class LeaveOneOut {

  /** Values of all recordings that are held at a time: 16 MiB, and 32 as z-scores. */
  private static final long VALUES = 1 << 22;

  /** Squares of a mean of unit columns below which only rounding is left of it. */
  private static final double CANCELLED = 1e-24;

  private LeaveOneOut() {}

  /**
   * Correlates.
   *
   * @param sources two recordings or more, each rows × voxels
   * @param runs rows of every run
   * @return shape [sources][voxels]; a voxel that is constant in a run, or whose others' mean is,
   *     contributes 0 for that run; NaN where a value is not finite
   * @throws IllegalArgumentException when shapes differ
   * @throws CancellationException when the thread is interrupted
   */
  static double[][] correlations(List<? extends VoxelSource> sources, List<int[]> runs) {
    int rows = sources.get(0).rows();
    int voxels = sources.get(0).voxels();
    for (VoxelSource source : sources) {
      if (source.rows() != rows || source.voxels() != voxels || sources.size() < 2) {
        throw new IllegalArgumentException(
            "%d recordings, one of %d × %d values != %d × %d"
                .formatted(sources.size(), source.rows(), source.voxels(), rows, voxels));
      }
    }
    double[][] r = new double[sources.size()][voxels];
    int band = (int) Math.max(1, Math.min(voxels, VALUES / ((long) sources.size() * rows)));
    for (int first = 0; first < voxels; first += band) {
      if (Thread.currentThread().isInterrupted()) {
        throw new CancellationException("noise ceilings were interrupted");
      }
      int count = Math.min(band, voxels - first);
      float[][] values = new float[sources.size()][rows * count];
      for (int i = 0; i < values.length; i++) {
        sources.get(i).read(first, count, values[i]);
      }
      for (int[] run : runs) {
        for (int voxel = 0; voxel < count; voxel++) {
          add(values, run, voxel, count, r, first, runs.size());
        }
      }
    }
    return r;
  }

  /** Adds a run's share of one voxel to the mean over runs. */
  private static void add(
      float[][] values, int[] run, int voxel, int count, double[][] r, int first, int runs) {
    double[][] z = new double[values.length][run.length];
    double[] sum = new double[run.length];
    for (int i = 0; i < z.length; i++) {
      standardise(values[i], run, voxel, count, z[i]);
      for (int t = 0; t < sum.length; t++) {
        sum[t] += z[i][t];
      }
    }
    for (int i = 0; i < z.length; i++) {
      r[i][first + voxel] += correlation(z[i], sum) / runs;
    }
  }

  /** Centres a column and divides it by its norm; a constant one becomes 0. */
  private static void standardise(float[] values, int[] run, int column, int count, double[] z) {
    double mean = 0;
    boolean constant = true;
    for (int t = 0; t < run.length; t++) {
      z[t] = values[run[t] * count + column];
      mean += z[t] / run.length;
      constant &= z[t] == z[0];
    }
    double squares = 0;
    for (int t = 0; t < run.length; t++) {
      z[t] = constant ? 0 : z[t] - mean;
      squares += z[t] * z[t];
    }
    double norm = Math.sqrt(squares);
    for (int t = 0; t < run.length && !constant; t++) {
      z[t] /= norm;
    }
  }

  private static double correlation(double[] z, double[] sum) {
    double product = 0;
    double own = 0;
    double others = 0;
    for (int t = 0; t < z.length; t++) {
      double rest = sum[t] - z[t];
      product += z[t] * rest;
      own += z[t] * z[t];
      others += rest * rest;
    }
    return own == 0 || others < CANCELLED ? 0 : product / Math.sqrt(own * others);
  }
}
