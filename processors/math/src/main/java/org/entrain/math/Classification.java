package org.entrain.math;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Classification of recorded against predicted rows, "20 versus 20" (Toneva and Wehbe 2019; Wehbe
 * et al. 2014). A draw takes {@code size} test rows with replacement as the real ones, and as many
 * others, independently, as the wrong ones, which may by chance be the same rows. The recorded real
 * rows' squared Euclidean distance to the prediction of the real rows, row by row in the order of
 * the sample and summed over the voxel's neighbourhood, is compared with that to the prediction of
 * the wrong rows. The draw is correct if the first is strictly smaller; chance is 0.5, a little
 * less where ties are likely.
 *
 * <p>Of both distances only the difference counts: with y the recorded row, p its prediction, q the
 * wrong one, (y − q)² − (y − p)² = (p − q)(2y − p − q). It is summed over the sample per voxel
 * once, and then over neighbourhoods, in double precision.
 *
 * @param draws number of draws; 1,000 as published
 * @param size rows of a sample; 20 as published
 * @param seed seed of the draws; all voxels share them
 */
public record Classification(int draws, int size, long seed) {

  /** Voxels whose rows are widened to double precision at a time. */
  private static final int PANEL = 128;

  /** Margins held at a time, voxels × draws of a block. */
  private static final int HELD = 1 << 22;

  public Classification {
    if (draws < 1 || size < 1) {
      throw new IllegalArgumentException("%d draws of %d rows".formatted(draws, size));
    }
  }

  /**
   * Share of correct draws per voxel.
   *
   * @param recorded test rows × voxels, row-major, scaled like the prediction; not modified
   * @param predicted test rows × voxels, row-major; not modified
   * @param neighbours voxels × k, row-major: the voxels of each voxel's neighbourhood, itself among
   *     them if it is to count; −1 fills a row up; empty: every voxel by itself
   * @return accuracy per voxel, 0 … 1
   * @throws IllegalArgumentException if shapes differ, there are more neighbours than voxels, one
   *     does not exist, or a voxel has none
   */
  public double[] accuracy(
      float[] recorded, float[] predicted, int rows, int voxels, int[] neighbours) {
    if (rows < 1 || voxels < 1) {
      throw new IllegalArgumentException("%d rows of %d voxels".formatted(rows, voxels));
    }
    Shapes.same("recorded values", Math.multiplyExact(rows, voxels), recorded.length);
    Shapes.same("predicted values", rows * voxels, predicted.length);
    requireNeighbours(neighbours, voxels);
    SplittableRandom random = new SplittableRandom(seed);
    int[] correct = new int[voxels];
    int block = Math.max(8, Math.min(64, HELD / voxels));
    double[][] margins = new double[voxels][block];
    for (int first = 0; first < draws; first += block) {
      int count = Math.min(block, draws - first);
      int[][] real = new int[count][size];
      int[][] wrong = new int[count][size];
      for (int d = 0; d < count; d++) {
        Arrays.setAll(real[d], s -> random.nextInt(rows));
        Arrays.setAll(wrong[d], s -> random.nextInt(rows));
      }
      for (int v = 0; v < voxels; v += PANEL) {
        margins(recorded, predicted, rows, voxels, v, real, wrong, margins);
      }
      count(margins, neighbours, count, correct);
    }
    double[] accuracy = new double[voxels];
    Arrays.setAll(accuracy, v -> (double) correct[v] / draws);
    return accuracy;
  }

  /** Distance to the wrong minus distance to the real prediction, of a panel's voxels per draw. */
  private static void margins(
      float[] recorded,
      float[] predicted,
      int rows,
      int voxels,
      int first,
      int[][] real,
      int[][] wrong,
      double[][] margins) {
    int count = Math.min(PANEL, voxels - first);
    double[][] y = widened(recorded, rows, voxels, first, count);
    double[][] p = widened(predicted, rows, voxels, first, count);
    double[] sum = new double[count];
    for (int d = 0; d < real.length; d++) {
      Arrays.fill(sum, 0);
      for (int s = 0; s < real[d].length; s++) {
        addMargin(sum, y[real[d][s]], p[real[d][s]], p[wrong[d][s]]);
      }
      for (int v = 0; v < count; v++) {
        margins[first + v][d] = sum[v];
      }
    }
  }

  private static void addMargin(double[] sum, double[] y, double[] p, double[] q) {
    for (int v = 0; v < sum.length; v++) {
      sum[v] += (p[v] - q[v]) * (2 * y[v] - p[v] - q[v]);
    }
  }

  private static double[][] widened(float[] values, int rows, int voxels, int first, int count) {
    double[][] wide = new double[rows][count];
    for (int i = 0; i < rows; i++) {
      for (int v = 0; v < count; v++) {
        wide[i][v] = values[i * voxels + first + v];
      }
    }
    return wide;
  }

  /** Adds the correct ones of the first {@code draws} draws of a block. */
  private static void count(double[][] margins, int[] neighbours, int draws, int[] correct) {
    int k = neighbours.length / margins.length;
    double[] sum = new double[margins[0].length];
    for (int v = 0; v < margins.length; v++) {
      double[] margin = k == 0 ? margins[v] : sum;
      if (k > 0) {
        Arrays.fill(sum, 0);
        for (int n = v * k; n < (v + 1) * k; n++) {
          if (neighbours[n] >= 0) {
            add(sum, margins[neighbours[n]]);
          }
        }
      }
      for (int d = 0; d < draws; d++) {
        correct[v] += margin[d] > 0 ? 1 : 0;
      }
    }
  }

  private static void add(double[] sum, double[] values) {
    for (int d = 0; d < sum.length; d++) {
      sum[d] += values[d];
    }
  }

  static void requireNeighbours(int[] neighbours, int voxels) {
    if (neighbours.length % voxels != 0) {
      throw new IllegalArgumentException(
          "%d neighbours do not make equal rows of %d voxels".formatted(neighbours.length, voxels));
    }
    int k = neighbours.length / voxels;
    if (k > voxels) {
      throw new IllegalArgumentException("%d neighbours of %d voxels".formatted(k, voxels));
    }
    for (int v = 0; v < voxels && k > 0; v++) {
      int own = 0;
      for (int n = v * k; n < (v + 1) * k; n++) {
        if (neighbours[n] < -1 || neighbours[n] >= voxels) {
          throw new IllegalArgumentException(
              "voxel %d has neighbour %d of %d voxels".formatted(v, neighbours[n], voxels));
        }
        own += neighbours[n] >= 0 ? 1 : 0;
      }
      if (own == 0) {
        throw new IllegalArgumentException(
            "voxel %d has no neighbour, not even itself".formatted(v));
      }
    }
  }
}
