package org.entrain.math;

import java.util.Arrays;
import java.util.stream.IntStream;

/** The recorded rows of some voxels, and what a fold makes of them. Owned by one thread. */
final class VoxelTile {

  private final int[] runOfRow;
  private final EncodingSettings settings;
  private final int width;
  private final float[] recorded; // rows × count
  private float[] taken = new float[0];
  private float[] others = new float[0];
  private float[] train = new float[0];
  private float[] test = new float[0];
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
                .formatted(i / count, y.firstVoxel() + first + i % count, recorded[i]));
      }
    }
  }

  /**
   * Standardised rows of a fold, padded to the width by zero columns.
   *
   * <p>Both are overwritten when sides are asked for again.
   *
   * @param train training rows × width
   * @param test test rows × width
   */
  record Sides(float[] train, float[] test) {}

  /** Both sides of a fold. A column that is constant on the rows that scale it becomes 0. */
  Sides sides(Fold fold) {
    int n = fold.train().length;
    int m = fold.test().length;
    // As long as the recording: kept from tile to tile.
    train = padded(train, n);
    test = padded(test, m);
    taken = taken.length == n * count ? taken : new float[n * count];
    take(fold.train(), taken);
    others = others.length == m * count ? others : new float[m * count];
    take(fold.test(), others);
    boolean own = settings.testScaling() == TestScaling.OWN;
    Scaling scaling = Scaling.fit(taken, count, train, width);
    if (scaling != null && !own) {
      scaling.apply(others, test, width);
    } else if (scaling == null || Scaling.fit(others, count, test, width) == null) {
      scaleExactly(fold, own);
    }
    return new Sides(train, test);
  }

  /** The array itself if it has so many rows and needs no zero columns. */
  private float[] padded(float[] rows, int number) {
    return rows.length == number * width && count == width ? rows : new float[number * width];
  }

  /** In double precision, for values whose squares single precision cannot hold. */
  private void scaleExactly(Fold fold, boolean own) {
    double[] mean = new double[count];
    double[] scale = new double[count];
    take(fold.train(), taken);
    statistics(taken, mean, scale);
    scale(taken, mean, scale, train);
    take(fold.test(), others);
    if (own) {
      statistics(others, mean, scale);
    }
    scale(others, mean, scale, test);
  }

  private void statistics(float[] values, double[] mean, double[] scale) {
    Arrays.fill(mean, 0);
    Arrays.fill(scale, 0);
    int[] all = IntStream.range(0, values.length / count).toArray();
    Standardize.statistics(values, count, all, mean, scale);
  }

  private void scale(float[] values, double[] mean, double[] scale, float[] z) {
    for (int i = 0; i < values.length / count; i++) {
      for (int v = 0; v < count; v++) {
        z[i * width + v] = (float) ((values[i * count + v] - mean[v]) * scale[v]);
      }
    }
  }

  /** Copies rows × count; without their drifts if the settings want them subtracted here. */
  private void take(int[] rows, float[] target) {
    for (int i = 0; i < rows.length; i++) {
      System.arraycopy(recorded, rows[i] * count, target, i * count, count);
    }
    if (drifts > 0) {
      int[] runs = IntStream.of(rows).map(row -> runOfRow[row]).toArray();
      Detrend.perRun(target, count, runs, rows, drifts);
    }
  }
}
