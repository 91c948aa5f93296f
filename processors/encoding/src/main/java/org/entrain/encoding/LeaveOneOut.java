package org.entrain.encoding;

import java.util.List;
import java.util.concurrent.CancellationException;
import org.entrain.math.VoxelSource;

/**
 * Pearson correlation of every recording with the mean of the others, voxel by voxel.
 *
 * <p>Each recording's voxel is z-scored over all rows beforehand, as for the average participant,
 * so that everybody weighs the same. With z_i the z-scored column of recording i and s = Σ z_i, the
 * others' mean is proportional to s − z_i, and r_i = z_iᵀ(s − z_i) / (‖z_i‖ ‖s − z_i‖). Sums are
 * float64; memory is bounded by reading bands of voxels.
 */
final class LeaveOneOut {

  /** Values of all recordings that are held at a time: 32 MiB as z-scores. */
  private static final long VALUES = 1 << 22;

  private LeaveOneOut() {}

  /**
   * Correlates.
   *
   * @param sources two recordings or more, each rows × voxels
   * @return shape [sources][voxels]; 0 where the voxel or the others' mean is constant
   * @throws IllegalArgumentException when shapes differ or a value is not finite
   * @throws CancellationException when the thread is interrupted
   */
  static double[][] correlations(List<? extends VoxelSource> sources) {
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
      correlate(sources, first, Math.min(band, voxels - first), r);
    }
    return r;
  }

  private static void correlate(
      List<? extends VoxelSource> sources, int first, int count, double[][] r) {
    int rows = sources.get(0).rows();
    float[] values = new float[rows * count];
    double[][] z = new double[sources.size()][rows * count];
    double[] sum = new double[rows * count];
    for (int i = 0; i < z.length; i++) {
      sources.get(i).read(first, count, values);
      for (int voxel = 0; voxel < count; voxel++) {
        standardise(values, voxel, count, z[i], first + voxel);
      }
      for (int cell = 0; cell < sum.length; cell++) {
        sum[cell] += z[i][cell];
      }
    }
    for (int i = 0; i < z.length; i++) {
      for (int voxel = 0; voxel < count; voxel++) {
        r[i][first + voxel] = correlation(z[i], sum, voxel, count);
      }
    }
  }

  /** Centres a column and divides it by its norm; a constant one becomes 0. */
  private static void standardise(float[] values, int column, int count, double[] z, int voxel) {
    double mean = 0;
    boolean constant = true;
    int rows = values.length / count;
    for (int cell = column; cell < values.length; cell += count) {
      mean += values[cell] / (double) rows;
      constant &= values[cell] == values[column];
    }
    if (!Double.isFinite(mean)) {
      throw new IllegalArgumentException("voxel %d has a mean of %s".formatted(voxel, mean));
    }
    double squares = 0;
    for (int cell = column; cell < values.length && !constant; cell += count) {
      z[cell] = values[cell] - mean;
      squares += z[cell] * z[cell];
    }
    double norm = Math.sqrt(squares);
    for (int cell = column; cell < values.length && !constant; cell += count) {
      z[cell] /= norm;
    }
  }

  private static double correlation(double[] z, double[] sum, int column, int count) {
    double product = 0;
    double own = 0;
    double others = 0;
    for (int cell = column; cell < z.length; cell += count) {
      double rest = sum[cell] - z[cell];
      product += z[cell] * rest;
      own += z[cell] * z[cell];
      others += rest * rest;
    }
    // What remains of columns that cancel each other is rounding, no signal.
    return own == 0 || others < 1e-24 ? 0 : product / Math.sqrt(own * others);
  }
}
