package org.entrain.math;

import java.util.Arrays;
import java.util.stream.IntStream;

/** The recorded rows of some voxels, and what a fold makes of them. Owned by one thread. */
final class VoxelTile {

  private final int[] runOfRow;
  private final EncodingSettings settings;
  private final int width;
  private final float[] recorded; // rows × count
  private int count;
  private int drifts;

  /**
   * @param width most voxels
   */
  VoxelTile(int[] runOfRow, EncodingSettings settings, int width) {
    this.runOfRow = runOfRow;
    this.settings = settings;
    this.width = width;
    recorded = new float[runOfRow.length * width];
  }

  /** Voxels of the tile that are there. */
  int count() {
    return count;
  }

  int width() {
    return width;
  }

  /**
   * Reads voxels {@code first} … {@code first + width − 1}, or as many as there are.
   *
   * @throws IllegalArgumentException if a value is not finite
   */
  void load(VoxelSource y, int first) {
    count = Math.min(width, y.voxels() - first);
    drifts = settings.driftsWithinFolds() ? y.drifts() : 0;
    y.read(first, count, recorded);
    boolean finite = Columns.finite(recorded, runOfRow.length, count);
    for (int i = 0; !finite && i < runOfRow.length * count; i++) {
      if (!Float.isFinite(recorded[i])) {
        throw new IllegalArgumentException(
            "recording at row %d, voxel %d is %s"
                .formatted(i / count, first + i % count, recorded[i]));
      }
    }
  }

  /**
   * Standardised rows of a fold, padded to the width by zero columns.
   *
   * @param train training rows × width
   * @param test test rows × width
   */
  record Sides(float[] train, float[] test) {}

  /** Both sides of a fold. A column that is constant on the rows that scale it becomes 0. */
  Sides sides(Fold fold) {
    double[] mean = new double[count];
    double[] scale = new double[count];
    float[] train = take(fold.train());
    statistics(train, mean, scale);
    float[] scaledTrain = scaled(train, mean, scale);
    float[] test = take(fold.test());
    if (settings.testScaling() == TestScaling.OWN) {
      statistics(test, mean, scale);
    }
    return new Sides(scaledTrain, scaled(test, mean, scale));
  }

  /** Rows × count; without their drifts if the settings want them subtracted here. */
  private float[] take(int[] rows) {
    float[] taken = new float[rows.length * count];
    for (int i = 0; i < rows.length; i++) {
      System.arraycopy(recorded, rows[i] * count, taken, i * count, count);
    }
    if (drifts > 0) {
      int[] runs = IntStream.of(rows).map(row -> runOfRow[row]).toArray();
      Detrend.perRun(taken, count, runs, rows, drifts);
    }
    return taken;
  }

  /** Means and reciprocal deviations of the columns of taken rows. */
  private void statistics(float[] values, double[] mean, double[] scale) {
    Arrays.fill(mean, 0);
    Arrays.fill(scale, 0);
    int[] all = IntStream.range(0, values.length / count).toArray();
    Standardize.statistics(values, count, all, mean, scale);
  }

  private float[] scaled(float[] values, double[] mean, double[] scale) {
    int rows = values.length / count;
    float[] z = new float[rows * width];
    for (int i = 0; i < rows; i++) {
      for (int v = 0; v < count; v++) {
        z[i * width + v] = (float) ((values[i * count + v] - mean[v]) * scale[v]);
      }
    }
    return z;
  }
}
